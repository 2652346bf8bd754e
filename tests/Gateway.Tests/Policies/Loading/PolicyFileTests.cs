using System.Text;
using Gateway.Policies;

namespace Gateway.Tests.Policies.Loading;

public sealed class PolicyFileTests
{
    [Fact]
    public void Read_EveryKey_FillsTheOptions()
    {
        var policy = Yaml.Policy("""
            kind: best-of-n
            description: Votes.
            models: [a, b]
            n: { b: 3 }
            sampling: { temperature: 0.8, top_p: 0.95, top_k: 40, max_tokens: 256, presence_penalty: -1, frequency_penalty: 0.5 }
            select: { by: judge, model: j, system: "Grade.", user: "{{$task}} {{$answer}}", max_tokens: 99 }
            answer: number
            budget: { calls: 16, output_tokens: 4096, cost_usd: 0.05, wall_clock_ms: 20000 }
            cache: off
            """);

        var options = Assert.IsType<BestOfNOptions>(policy.Options);
        Assert.Equal("p", options.Name);
        Assert.Equal("Votes.", options.Description);
        Assert.Equal([("a", 1), ("b", 3)], options.Members);
        Assert.Equal(new Sampling { Temperature = 0.8f, TopP = 0.95f, TopK = 40, MaxTokens = 256, PresencePenalty = -1, FrequencyPenalty = 0.5f }, options.Sampling);
        var judge = Assert.IsType<JudgeSelection>(options.Select);
        Assert.Equal(("j", "Grade.", 99), (judge.Model, judge.System.ToString(), judge.MaxTokens));
        Assert.IsType<NumberAnswer>(options.Answer);
        Assert.Equal(new BudgetLimits { Calls = 16, OutputTokens = 4096, Cost = 0.05m, WallClock = TimeSpan.FromSeconds(20) }, options.Budget);
        Assert.Equal("best-of-n", policy.Kind);
        Assert.False(policy.ManyAnswers);
    }

    [Theory]
    [InlineData("models: [llama3:8b]\nselect: judge")]
    [InlineData("models: [llama3:8b]\nselect: judge-pairwise")]
    [InlineData("models: [a, llama3:8b]")]
    public void Read_IllegalName_IsAProblemAndNoPolicy(string body)
    {
        var file = Yaml.Read($"name: p\nkind: best-of-n\n{body}");

        Assert.Null(file.Definition);
        Assert.Contains(file.Problems, static problem => problem.ToString().Contains("llama3:8b", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_LeastKeys_TakesTheDefaults()
    {
        var options = (BestOfNOptions)Yaml.Policy("kind: best-of-n\nmodel: m").Options;

        Assert.Equal([("m", 5)], options.Members);
        Assert.IsType<MajoritySelection>(options.Select);
        Assert.Same(WholeAnswer.Instance, options.Answer);
        Assert.Equal(Sampling.Unset, options.Sampling);
        Assert.Equal(BudgetLimits.None, options.Budget);
    }

    [Fact]
    public void Read_Direct_GivesManyAnswers() => Assert.True(Yaml.Policy("kind: direct\nmodel: m").ManyAnswers);

    [Fact]
    public void Read_SameBytes_GivesTheHashOfTheFile()
    {
        var policy = Yaml.Policy("kind: direct\nmodel: m");

        Assert.Matches("^[0-9a-f]{16}$", policy.Hash);
        Assert.Equal(Yaml.Policy("kind: direct\nmodel: m").Hash, policy.Hash);
        Assert.NotEqual(Yaml.Policy("kind: direct\nmodel: m # c").Hash, policy.Hash);
    }

    [Fact]
    public void Read_SeveralMistakes_ReportsAllInOrder()
    {
        var problems = Yaml.Problems("""
            name: other
            kind: best-of-n
            modle: m
            n: many
            sampling: { top_p: 0, temperature: hot, depth: 1 }
            selekt: majority
            budget: { calls: -1 }
            """);

        Assert.Collection(
            problems,
            problem => Assert.StartsWith("1:1: model or models is missing", problem, StringComparison.Ordinal),
            problem => Assert.StartsWith("3:1: modle: unknown key; did you mean 'model'?; legal are name, kind, model, models, n, select, answer,", problem, StringComparison.Ordinal),
            problem => Assert.Equal("4:4: n: 'many' is not legal; give an integer from 1 to 1024", problem),
            problem => Assert.Equal("5:20: sampling.top_p: '0' is not legal; give a number above 0, up to 1", problem),
            problem => Assert.Equal("5:36: sampling.temperature: 'hot' is not legal; give a number from 0 to 2", problem),
            problem => Assert.StartsWith("5:41: sampling.depth: unknown key; legal are temperature,", problem, StringComparison.Ordinal),
            problem => Assert.StartsWith("6:1: selekt: unknown key; did you mean 'select'?", problem, StringComparison.Ordinal),
            problem => Assert.Equal("7:18: budget.calls: '-1' is not legal; give an integer of at least 0", problem));
    }

    [Theory]
    [InlineData("name: p\nkind: direct", "1:1: 'model' is missing; give a model's or a policy's name")]
    [InlineData("name: p\nmodel: m", "1:1: kind: 'kind' is missing; give one of ")]
    [InlineData("name: p\nkind: best-of-m\nmodel: m", "2:7: kind: 'best-of-m' is not legal; did you mean 'best-of-n'?; give one of ")]
    [InlineData("name: p\nkind: [direct]\nmodel: m", "2:7: kind: a list is not legal; give one of")]
    [InlineData("name: q\nkind: direct\nmodel: m", "1:7: name: 'q' differs from the file's name; give p, or call the file q.yaml")]
    [InlineData("kind: direct\nmodel: m", "1:1: 'name' is missing")]
    [InlineData("name: -p\nkind: direct\nmodel: m", "1:7: name: '-p' is not legal; give a name: letters, digits")]
    [InlineData("name: p\nkind: direct\nmodel: org/m", "3:8: model: 'org/m' is not legal")]
    [InlineData("name: p\nkind: direct\nmodel:", "3:7: model: no value is not legal")]
    [InlineData("name: p\nkind: direct\nmodel: m\nmodel: k", "4:1: model: given twice; the first is in line 3")]
    [InlineData("name: p\nkind: direct\nmodel: m\nn: 3", "4:1: n: unknown key")]
    [InlineData("name: p\nkind: direct\nmodel: m\ncache: on", "4:8: cache: 'on' is not legal; give off, as this build has no candidate bank")]
    [InlineData("name: p\nkind: direct\nmodel: &a m", "3:8: model: the anchor '&a' is not accepted")]
    [InlineData("name: p\nkind: direct\nmodel: m\ndescription: *a", "4:14: description: the alias '*a' is not accepted")]
    [InlineData("name: p\nkind: direct\nmodel: !!str m", "3:8: model: the tag 'tag:yaml.org,2002:str' is not accepted")]
    [InlineData("name: p\nkind: direct\nmodel: m\n---\nname: q", "4:1: a second document begins here")]
    [InlineData("", "1:1: the file is empty")]
    [InlineData("- a\n- b", "1:1: the file holds a list; a policy is a mapping")]
    [InlineData("name: p\n? [a]\n: b\nkind: direct\nmodel: m", "2:3: a list is not a key")]
    [InlineData("name: 'p", "1:7: this is not YAML")]
    [InlineData("name: [p\nkind: direct", "1:7: this is not YAML")]
    [InlineData("name: p\nkind: best-of-n\nmodel: m\nmodels: [m]", "4:9: model and models exclude each other")]
    [InlineData("name: p\nkind: best-of-n\nmodels: []", "3:9: models: a list is not legal")]
    [InlineData("name: p\nkind: best-of-n\nmodels: [a, A]", "3:13: models[1]: 'A' is named twice")]
    [InlineData("name: p\nkind: best-of-n\nmodel: m\nn: '8'", "4:4: n: '8' is not legal; give an integer from 1 to 1024")]
    [InlineData("name: p\nkind: best-of-n\nmodel: m\nn: 1025", "4:4: n: '1025' is not legal")]
    [InlineData("name: p\nkind: best-of-n\nmodel: m\nn: 8.5", "4:4: n: '8.5' is not legal")]
    [InlineData("name: p\nkind: best-of-n\nmodels: [a, b]\nn: 600", "4:4: n: 1200 samples in all are not legal; give 1 to 1024")]
    [InlineData("name: p\nkind: best-of-n\nmodels: [a, b]\nn: {c: 2}", "4:8: n.c: 'c' is not sampled by this policy; legal are a, b")]
    [InlineData("name: p\nkind: best-of-n\nmodels: [a, b]\nn: {a: 2, A: 3}", "4:11: n.A: given twice")]
    [InlineData("name: p\nkind: best-of-n\nmodel: m\nselect: majorty", "4:9: select: 'majorty' is not legal; did you mean 'majority'?")]
    [InlineData("name: p\nkind: best-of-n\nmodel: m\nselect: {by: jugde}", "4:14: select.by: 'jugde' is not legal; did you mean 'judge'?")]
    [InlineData("name: p\nkind: best-of-n\nmodel: m\nselect: {model: j}", "4:9: select: 'by' is missing")]
    [InlineData("name: p\nkind: best-of-n\nmodel: m\nselect: verifier", "4:9: select: regex or json_schema or grader is missing")]
    [InlineData("name: p\nkind: best-of-n\nmodel: m\nselect: {by: verifier, grader: suite}", "4:32: select.grader: a suite's grader is only there in an evaluation")]
    [InlineData("name: p\nkind: best-of-n\nmodel: m\nselect: {by: verifier, regex: '(?=a)'}", "4:31: select.regex: '(?=a)' is not legal")]
    [InlineData("name: p\nkind: best-of-n\nmodel: m\nselect: {by: verifier, regex: '('}", "4:31: select.regex: '(' is not legal")]
    [InlineData("name: p\nkind: best-of-n\nmodel: m\nselect: {by: majority, model: m}", "4:24: select.model: unknown key")]
    [InlineData("name: p\nkind: direct\nmodel: m\nanswer: numbr", "4:9: answer: 'numbr' is not legal; did you mean 'number'?")]
    [InlineData("name: p\nkind: direct\nmodel: m\nanswer: json:x", "4:9: answer: 'json:x' is not legal")]
    [InlineData("name: p\nkind: direct\nmodel: m\nanswer: {regex: '(a)\\1'}", "4:17: answer.regex: '(a)\\1' is not legal")]
    [InlineData("name: p\nkind: direct\nmodel: m\nsampling: 3", "4:11: sampling: '3' is not legal; give a mapping of temperature")]
    [InlineData("name: p\nkind: direct\nmodel: m\nsampling: {temperature: .nan}", "4:25: sampling.temperature: '.nan' is not legal")]
    [InlineData("name: p\nkind: direct\nmodel: m\nsampling: {temperature: 1e99}", "4:25: sampling.temperature: '1e99' is not legal")]
    [InlineData("name: p\nkind: direct\nmodel: m\nsampling: {top_k: 0}", "4:19: sampling.top_k: '0' is not legal; give an integer of at least 1")]
    [InlineData("name: p\nkind: direct\nmodel: m\nsampling: {presence_penalty: 3}", "4:30: sampling.presence_penalty: '3' is not legal; give a number from -2 to 2")]
    [InlineData("name: p\nkind: direct\nmodel: m\nbudget: {wall_clock_ms: 1.5}", "4:25: budget.wall_clock_ms: '1.5' is not legal")]
    public void Read_OneMistake_SaysWhereAndWhatWouldBeLegal(string yaml, string expected) =>
        Assert.StartsWith(expected, Assert.Single(Yaml.Problems(yaml)), StringComparison.Ordinal);

    [Fact]
    public void Read_MistakeInsideATemplate_SaysTheTemplatesLine()
    {
        var problem = Assert.Single(Yaml.Problems("name: p\nkind: best-of-n\nmodel: m\nselect:\n  by: judge\n  user: |\n    {{$task}}\n    {{$anser}}\n"));

        Assert.Equal("6:9: select.user: line 2 of the template has {{$anser}}; legal are {{$task}}, {{$conversation}}, {{$answer}}", problem);
    }

    [Fact]
    public void Read_NotUtf8_SaysInWhichLine()
    {
        var file = PolicyFile.Read("policies/p.yaml", [.. "name: p\n"u8, 0xFF, 0xFE]);

        Assert.Equal("policies/p.yaml:2:1: the file is not UTF-8", Assert.Single(file.Problems).ToString());
    }

    [Fact]
    public void Read_ByteOrderMark_IsNoContent() =>
        Assert.Empty(PolicyFile.Read("p.yaml", [.. Encoding.UTF8.Preamble, .. "name: p\nkind: direct\nmodel: m"u8]).Problems);

    [Fact]
    public void Read_LargestFileAndOneByteMore_IsLegalAndIsNot()
    {
        var yaml = "name: p\nkind: direct\nmodel: m\n#".PadRight(PolicyFile.MaxBytes, '#');

        Assert.Empty(Yaml.Read(yaml).Problems);
        Assert.Contains("larger than 262144 bytes", Assert.Single(Yaml.Problems(yaml + "#")), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NestedWithoutEnd_IsRefusedAndNotAStackOverflow() =>
        Assert.Contains("nest deeper than 32", Assert.Single(Yaml.Problems("a: " + new string('[', 50_000) + new string(']', 50_000))), StringComparison.Ordinal);
}
