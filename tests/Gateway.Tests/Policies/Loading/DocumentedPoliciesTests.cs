using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Gateway.Policies;
using Microsoft.Extensions.Configuration;

namespace Gateway.Tests.Policies.Loading;

/// <summary>What docs/policies shows is what the loader takes.</summary>
public sealed partial class DocumentedPoliciesTests
{
    /// <summary>The default install's models, and two names that pages use for somebody's own.</summary>
    private static readonly ModelCard[] Models =
    [
        .. new ConfigurationBuilder().AddJsonFile(RepositoryRoot.Of("appsettings.json")).Build().GetSection("Gateway:Models").GetChildren().Select(ToCard),
        new("gemini-flash", ModelBackend.Remote, 128_000, Price.Free),
        new("strong", ModelBackend.Remote, 128_000, Price.Free),
    ];

    public static TheoryData<string> Pages => [.. Directory.GetFiles(RepositoryRoot.Of("docs", "policies"), "*.md").Select(static path => Path.GetFileName(path)).Order()];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Page_EveryYamlBlock_LoadsAndLinks(string page)
    {
        var blocks = Block().Matches(File.ReadAllText(RepositoryRoot.Of("docs", "policies", page))).Select(static match => match.Groups[1].Value).ToArray();
        var sources = blocks.Select(static yaml => new PolicySource(yaml, $"policies/{Name().Match(yaml).Groups[1].Value}.yaml", Encoding.UTF8.GetBytes(yaml))).ToArray();

        // A page shows no profiles; what is about to be fitted need not have one.
        var set = new PolicyVersions(ReadingPurpose.Fitting).Update(sources, [], Models, new Dictionary<string, string>());

        Assert.NotEmpty(blocks);
        Assert.Empty(set.Problems);
        Assert.Equal(blocks.Length, set.Policies.Count);
    }

    [Fact]
    public void Pages_EveryKind_HasOne() => Assert.Equal(PolicyKinds.All.Names.Select(static kind => $"{kind}.md"), Pages.Select(static page => page.Data));

    private static ModelCard ToCard(IConfigurationSection model) =>
        new(model.Key, model["Backend"] == "llama" ? ModelBackend.Local : ModelBackend.Remote, int.Parse(model["ContextTokens"]!, CultureInfo.InvariantCulture), Price.Free);

    [GeneratedRegex("^```yaml\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^name: (\S+)", RegexOptions.Multiline)]
    private static partial Regex Name();
}
