using System.Text.Json.Nodes;

namespace Gateway.Policies;

/// <summary>The name of a profile beside the policy's file. A name, not a path: what a policy's author may read is decided by who mounts the folder.</summary>
internal sealed class ProfileShape : Shape
{
    public override string Legal => $"the name of a file beside this one that ends in {FittedProfile.Extension}";

    public override JsonObject ToJsonSchema() => new() { ["type"] = "string", ["pattern"] = @"^[A-Za-z0-9][A-Za-z0-9._-]*\.profile\.json$" };

    protected override object? ReadValue(YamlValue value, string key, Reading reading)
    {
        if (value is not YamlScalar { IsEmpty: false } scalar || !NameShape.IsName(scalar.Text) || !scalar.Text.EndsWith(FittedProfile.Extension, StringComparison.Ordinal)) return Refuse(value, key, reading);
        reading.Learns(scalar.Text, key, value.At);
        if (!reading.Profiles.TryGetValue(scalar.Text, out var content))
        {
            if (reading.Purpose == ReadingPurpose.Fitting) return new ProfileReference(scalar.Text, null);
            reading.Report(value.At, key, $"there is no {scalar.Text} beside this file; make it with the evaluation's fit");
            return null;
        }

        if (FittedProfile.Read(scalar.Text, content, out var reason) is { } profile)
        {
            reading.ProfileRead = profile;
            return new ProfileReference(scalar.Text, profile);
        }

        // What is about to be fitted anew may be broken now.
        if (reading.Purpose == ReadingPurpose.Fitting) return new ProfileReference(scalar.Text, null);
        reading.Report(value.At, key, reason);
        return null;
    }
}
