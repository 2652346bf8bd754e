using System.Text.Json;
using Gateway.Policies;

namespace Gateway.Tests.Policies.Loading;

public sealed class PolicySchemaTests
{
    [Fact]
    public void Generate_ThisBuild_IsWhatTheRepositoryShips() =>
        Assert.Equal(File.ReadAllText(RepositoryRoot.Of("policies", "schema.json")), PolicySchema.Generate());

    [Fact]
    public void Generate_EveryKind_HasDescriptionsDefaultsAndRanges()
    {
        using var schema = JsonDocument.Parse(PolicySchema.Generate());
        var kind = schema.RootElement.GetProperty("definitions").GetProperty("best-of-n");
        var properties = kind.GetProperty("properties");

        Assert.Equal("best-of-n", properties.GetProperty("kind").GetProperty("const").GetString());
        Assert.Equal("majority", properties.GetProperty("select").GetProperty("default").GetString());
        Assert.Equal(2, properties.GetProperty("sampling").GetProperty("properties").GetProperty("temperature").GetProperty("maximum").GetInt32());
        Assert.All(properties.EnumerateObject(), static property => Assert.False(string.IsNullOrEmpty(property.Value.GetProperty("description").GetString())));
        Assert.Equal(["name", "kind"], kind.GetProperty("required").EnumerateArray().Select(static key => key.GetString()));
    }

    [Theory]
    [MemberData(nameof(ShippedPolicies))]
    public void ShippedPolicy_Always_PointsAtTheSchema(string file) =>
        Assert.StartsWith("# yaml-language-server: $schema=schema.json\n", File.ReadAllText(RepositoryRoot.Of("policies", file)), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(ShippedPolicies))]
    public void ShippedPolicy_Always_Loads(string file) =>
        Assert.Empty(PolicyFile.Read($"policies/{file}", File.ReadAllBytes(RepositoryRoot.Of("policies", file)), profiles: new ProfileFiles().Beside(RepositoryRoot.Of("policies", file))).Problems);

    public static TheoryData<string> ShippedPolicies => [.. Directory.GetFiles(RepositoryRoot.Of("policies"), "*.yaml").Select(static path => Path.GetFileName(path)).Order()];
}
