using System.Text;
using Gateway.Policies;

namespace Gateway.Tests.Policies;

/// <summary>Policies as their authors write them, through the real loader.</summary>
internal static class Yaml
{
    /// <summary>Profiles for policies that cannot do without one, all of a policy p.</summary>
    private static readonly Dictionary<string, byte[]> Profiles = new() { ["avengers.profile.json"] = Routing.Learned.File("m") };

    public static PolicyFile Read(string yaml, string name = "p") => PolicyFile.Read($"policies/{name}.yaml", Encoding.UTF8.GetBytes(yaml), profiles: Profiles);

    /// <param name="body">Everything but the name.</param>
    /// <param name="name">The policy's name.</param>
    public static PolicyDefinition Policy(string body, string name = "p")
    {
        var file = Read($"name: {name}\n{body}", name);
        Assert.Empty(file.Problems);
        return file.Definition!;
    }

    /// <summary>The problems of a file as text, without its name.</summary>
    public static string[] Problems(string yaml) => [.. Read(yaml).Problems.Select(static problem => problem.ToString()["policies/p.yaml:".Length..])];
}
