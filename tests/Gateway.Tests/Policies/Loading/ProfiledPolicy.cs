using System.Text;
using Gateway.Policies;

namespace Gateway.Tests.Policies.Loading;

/// <summary>A policy that names a profile, and that profile.</summary>
internal static class ProfiledPolicy
{
    public const string Profile = "p.profile.json";

    public static string Yaml(string name = "p") => $"name: {name}\nkind: best-of-n\nmodels: [a, b]\nanswer: number\nselect: {{by: majority, profile: {name}.profile.json}}\n";

    public static string Json(string fitted = """{"weights":{"a":2,"b":1}}""", string policy = "p", string kind = "best-of-n") =>
        $$"""{"format":1,"policy":"{{policy}}","kind":"{{kind}}","fitted":{{fitted}},"ids":["0123abcd"],"suite":"s"}""";

    /// <param name="profile">Null where it is not there.</param>
    /// <param name="purpose">What it is read for.</param>
    public static PolicyFile Read(string? profile, ReadingPurpose purpose = ReadingPurpose.Serving) => Read(Yaml(), profile, purpose);

    public static PolicyFile Read(string yaml, string? profile, ReadingPurpose purpose = ReadingPurpose.Serving)
    {
        var beside = new Dictionary<string, byte[]>();
        if (profile is not null) beside[Profile] = Encoding.UTF8.GetBytes(profile);
        return PolicyFile.Read("policies/p.yaml", Encoding.UTF8.GetBytes(yaml), purpose, beside);
    }
}
