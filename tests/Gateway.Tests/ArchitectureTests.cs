using System.Xml.Linq;

namespace Gateway.Tests;

/// <summary>The arrows of docs/architecture.md. A new one needs an ADR first.</summary>
public sealed class ArchitectureTests
{
    private static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["Gateway.Core"] = [],
        ["Gateway.OpenAI"] = ["Gateway.Core"],
        ["Gateway.Llama"] = ["Gateway.Core"],
        ["Gateway.Policies"] = ["Gateway.Core"],
        ["Gateway.Hosting"] = ["Gateway.Core", "Gateway.Llama", "Gateway.OpenAI", "Gateway.Policies"],
        ["Gateway.Server"] = ["Gateway.Hosting"],
        ["Gateway.Evals"] = ["Gateway.Hosting"],
    };

    public static TheoryData<string> Projects =>
        [.. new[] { "src", "evals" }.SelectMany(static folder => Directory.GetFiles(RepositoryRoot.Of(folder), "*.csproj", SearchOption.AllDirectories)).Select(static file => Path.GetFileNameWithoutExtension(file)).Order()];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_Always_ReferencesOnlyWhatTheArchitectureAllows(string project)
    {
        var references = Document(project).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')))
            .Order();

        Assert.Equal(Arrows[project], references);
    }

    [Theory]
    [InlineData("Gateway.Core", "Yarp", "YamlDotNet", "SemanticKernel", "Http.Resilience", "StackExchange")]
    [InlineData("Gateway.Policies", "Yarp", "Http.Resilience", "StackExchange")]
    [InlineData("Gateway.OpenAI", "Yarp", "YamlDotNet", "SemanticKernel")]
    [InlineData("Gateway.Llama", "Yarp", "YamlDotNet", "SemanticKernel")]
    [InlineData("Gateway.Hosting", "Yarp")]
    [InlineData("Gateway.Evals", "Yarp", "StackExchange")]
    public void Project_Always_StaysFreeOfWhatItMustNotKnow(string project, params string[] banned)
    {
        var packages = Document(project).Descendants("PackageReference").Select(reference => reference.Attribute("Include")!.Value).ToArray();

        Assert.DoesNotContain(packages, package => banned.Any(word => package.Contains(word, StringComparison.OrdinalIgnoreCase)));
        if (project != "Gateway.Server") Assert.Empty(Document(project).Descendants("FrameworkReference"));
    }

    [Fact]
    public void UnsafeCode_Anywhere_IsInGatewayLlamaAlone()
    {
        var allowing = Directory.GetFiles(RepositoryRoot.Of("src"), "*.csproj", SearchOption.AllDirectories)
            .Where(file => XDocument.Load(file).Descendants("AllowUnsafeBlocks").Any(element => element.Value == "true"))
            .Select(Path.GetFileNameWithoutExtension);

        Assert.Equal(["Gateway.Llama"], allowing);
    }

    [Fact]
    public void PackageVersions_Anywhere_StandInOnePlace()
    {
        var withVersion = new[] { "src", "evals", "tests", "bench", "samples" }
            .Select(folder => RepositoryRoot.Of(folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.GetFiles(folder, "*.csproj", SearchOption.AllDirectories))
            .Where(file => XDocument.Load(file).Descendants("PackageReference").Any(reference => reference.Attribute("Version") is not null));

        Assert.Empty(withVersion);
    }

    [Fact]
    public void SourceFiles_Always_StayWithin250Lines()
    {
        var large = new[] { "src", "evals" }.SelectMany(static folder => Directory.GetFiles(RepositoryRoot.Of(folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(file => File.ReadLines(file).Count() > 250);

        Assert.Empty(large);
    }

    private static XDocument Document(string project) => XDocument.Load(RepositoryRoot.Of(project == "Gateway.Evals" ? "evals" : "src", project, $"{project}.csproj"));
}
