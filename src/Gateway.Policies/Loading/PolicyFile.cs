using System.Security.Cryptography;
using System.Text;

namespace Gateway.Policies;

/// <summary>A policy's file as it was read, before anything is known of the names it calls.</summary>
/// <param name="Path">As messages name it.</param>
/// <param name="Definition">The policy; null where the file has problems.</param>
/// <param name="Models">Where it names models and policies.</param>
/// <param name="Problems">What is wrong, in the order of the file.</param>
internal sealed record PolicyFile(string Path, PolicyDefinition? Definition, IReadOnlyList<NamedModel> Models, IReadOnlyList<PolicyProblem> Problems)
{
    /// <summary>The profile beside it that it names, whether that is there or not; null for none.</summary>
    public string? Profile { get; private init; }

    public const int MaxBytes = 256 * 1024;
    private const int HashDigits = 16;

    // Throws on bytes that are not UTF-8 rather than replacing them.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file's content.</summary>
    /// <param name="path">As messages shall name it; the policy has to be called like the file.</param>
    /// <param name="content">The file's bytes.</param>
    /// <param name="purpose">What it is read for.</param>
    /// <param name="profiles">The profiles beside it, by name; null for none.</param>
    public static PolicyFile Read(string path, ReadOnlySpan<byte> content, ReadingPurpose purpose = ReadingPurpose.Serving, IReadOnlyDictionary<string, byte[]>? profiles = null)
    {
        var reading = new Reading(path, purpose, profiles);
        var definition = Text(content, reading) is { } text && YamlTree.Read(text, reading) is { } root ? Define(root, reading) : null;
        if (definition is not null) definition = definition with { Hash = Hash(content, reading) };
        return new PolicyFile(path, definition, reading.Models, reading.Problems) { Profile = reading.Profile };
    }

    /// <summary>A file that could not be read at all.</summary>
    public static PolicyFile Unreadable(string path, string reason) => new(path, null, [], [new PolicyProblem(path, 0, 0, "", reason)]);

    /// <summary>Where the file names a model; the beginning where it does not.</summary>
    public Position PlaceOf(string model) =>
        Models.FirstOrDefault(named => string.Equals(named.Name, model, StringComparison.OrdinalIgnoreCase))?.At ?? new Position(1, 1);

    private static string? Text(ReadOnlySpan<byte> content, Reading reading)
    {
        if (content.Length > MaxBytes)
        {
            reading.Report(new Position(1, 1), "", $"the file is larger than {MaxBytes} bytes, the largest that is legal");
            return null;
        }

        if (content.StartsWith(Encoding.UTF8.Preamble)) content = content[Encoding.UTF8.Preamble.Length..];
        try
        {
            return Utf8.GetString(content);
        }
        catch (DecoderFallbackException exception)
        {
            var line = content[..Math.Clamp(exception.Index, 0, content.Length)].Count((byte)'\n') + 1;
            reading.Report(new Position(line, 1), "", "the file is not UTF-8");
            return null;
        }
    }

    private static PolicyDefinition? Define(YamlMapping root, Reading reading)
    {
        if (KindOf(root, reading) is not { } kind || kind.Shape.Read(WithOwnProfile(root, kind), "", reading) is not PolicyOptions options) return null;
        var stem = System.IO.Path.GetFileNameWithoutExtension(reading.File);
        if (options.Name != stem)
            reading.Report(reading.PlaceOf("name"), "name", $"'{options.Name}' differs from the file's name; give {stem}, or call the file {options.Name}.yaml");

        if (reading.Purpose != ReadingPurpose.Fitting && reading.ProfileRead is { } fitted && (!string.Equals(fitted.Policy, options.Name, StringComparison.OrdinalIgnoreCase) || fitted.Kind != kind.Name))
            reading.Report(reading.ProfileAt, reading.ProfileKey, $"{fitted.File} was fitted for {fitted.Kind} {fitted.Policy}, not for {kind.Name} {options.Name}; fit this policy");

        // A record can be whole and a name in it illegal; nothing is made of a file that has a problem.
        if (reading.HasProblems) return null;
        return new PolicyDefinition(kind.Name, options, kind.Create(options), Hash: "") { ManyAnswers = kind.ManyAnswers };
    }

    /// <summary>A kind that cannot do without a profile reads the one that is called like the policy, unless told another.</summary>
    private static YamlMapping WithOwnProfile(YamlMapping root, PolicyKind kind)
    {
        if (kind.Shape.OwnProfileKey is not { } key || root.Find(key) is not null || root.Find("name") is not YamlScalar name) return root;
        return new YamlMapping(root.At, [.. root.Entries, new YamlEntry(new YamlScalar(root.At, key, Plain: true), new YamlScalar(root.At, name.Text + FittedProfile.Extension, Plain: true))]);
    }

    private static PolicyKind? KindOf(YamlMapping root, Reading reading)
    {
        var kinds = PolicyKinds.All;
        var legal = string.Join(", ", kinds.Names);
        switch (root.Find("kind"))
        {
            case null:
                reading.Report(root.At, "kind", $"'kind' is missing; give one of {legal}");
                return null;
            case YamlScalar scalar when kinds.Find(scalar.Text) is { } known:
                return known;
            case var other:
                reading.Report(other.At, "kind", $"{other.Shown} is not legal{(other is YamlScalar scalarKind ? Nearest.Hint(scalarKind.Text, kinds.Names) : "")}; give one of {legal}");
                return null;
        }
    }

    /// <summary>What the policy does is in its file, and in the profile that it names.</summary>
    private static string Hash(ReadOnlySpan<byte> content, Reading reading)
    {
        ReadOnlySpan<byte> all = reading.Profile is { } name && reading.Profiles.TryGetValue(name, out var profile) ? [.. content, .. profile] : content;
        return Convert.ToHexStringLower(SHA256.HashData(all))[..HashDigits];
    }
}
