using System.Text;
using System.Text.Json;
using Gateway.Hosting;
using Gateway.Testing;

namespace Gateway.Tests.Policies;

/// <summary>What holds for every kind's record when answers take their time.</summary>
public sealed class EveryKindRecordTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    public static TheoryData<string> Bodies => EveryKindTests.Bodies;

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Record_SameSeedAndLatencies_IsTheSame(string body)
    {
        var policy = Yaml.Policy(body);

        Assert.Equal(RecordOf(policy), RecordOf(policy));
    }

    private static string RecordOf(PolicyDefinition policy)
    {
        // Each call takes a time of its own, in which later ones overtake earlier ones.
        var test = TestRun.With(EveryKindTests.Models(delay: static call => Tick * (1 + call * 7 % 5)));
        var record = VirtualTime.Run(test.Time, Tick, () => test.AskAsync(policy, TestRun.Request("question") with { Id = "run_1", Seed = 11 })).Record;
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer)) RunRecordJson.Write(writer, record);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
