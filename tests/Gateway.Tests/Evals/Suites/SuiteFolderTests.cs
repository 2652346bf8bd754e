using Gateway.Evals.Grading;
using Gateway.Evals.Suites;
using Gateway.Policies;

namespace Gateway.Tests.Evals.Suites;

public sealed class SuiteFolderTests : IDisposable
{
    private const string Graders = "exact, expression, last-number, math, number, python, or {category: one of them}";
    private const string Keys = "name, version, description, prompt, system, answer, grader, max_tokens, generator, published, recorded";
    private const string Source = "files, columns, id, category, split, gold, gold_answer, variables, prefix_tokens";

    private readonly TempFolder _folder = new();

    [Fact]
    public void Load_LeastKeys_TakesTheDefaults()
    {
        var suite = SuiteYaml.Load(_folder);

        Assert.Equal(("s", 1, "D."), (suite.Name, suite.Version, suite.Description));
        Assert.Same(WholeAnswer.Instance, suite.Answer);
        Assert.Equal("exact", suite.Grader.ToString());
        Assert.Null(suite.System);
        Assert.Null(suite.Generator);
        Assert.Null(suite.Published);
        Assert.Equal(("id", "category", "split", "{{$answer}}", 0), (suite.Recorded.Id, suite.Recorded.Category, suite.Recorded.Split, suite.Recorded.Gold.ToString(), suite.Recorded.PrefixTokens));
    }

    [Fact]
    public void Load_EveryKey_FillsTheSuite()
    {
        var suite = SuiteYaml.Load(_folder, """
            system: Be brief.
            answer: { json_field: answer }
            max_tokens: 9
            generator: { kind: logic, seed: 2, count: 3, difficulty: 4 }
            published: { files: { fit: a.tsv }, columns: [q, a], id: n, category: c, split: hash, gold: "{{$a}}!", gold_answer: boxed, variables: { question: q }, prefix_tokens: 5 }
            """, grader: "{ x: math, y: python }");

        Assert.Equal(("Be brief.", 9), (suite.System, suite.MaxTokens));
        Assert.IsType<LooseJsonAnswer>(suite.Answer);
        Assert.Equal(new GeneratorSource { Kind = "logic", Seed = 2, Count = 3, Difficulty = 4 }, suite.Generator);
        Assert.IsType<PythonLiteralGrader>(suite.Grader.Find("y"));
        Assert.Null(suite.Grader.Find("z"));
        var source = suite.Published!;
        Assert.Equal(("n", "c", "hash", "{{$a}}!", 5), (source.Id, source.Category, source.Split, source.Gold.ToString(), source.PrefixTokens));
        Assert.Equal(["a.tsv"], source.Files!["fit"]);
        Assert.Equal(["q", "a"], source.Columns!);
        Assert.Equal("q", source.Variables!["question"]);
    }

    [Fact]
    public void Load_OneByteMore_ChangesTheHash()
    {
        var before = SuiteYaml.Load(_folder).Hash;
        var same = SuiteYaml.Load(_folder).Hash;
        var after = SuiteYaml.Load(_folder, "# more").Hash;

        Assert.Matches("^[0-9a-f]{16}$", before);
        Assert.Equal(before, same);
        Assert.NotEqual(before, after);
    }

    [Fact]
    public void Load_PathOfAFile_ReadsIt()
    {
        SuiteYaml.Load(_folder);

        Assert.Equal("s", new SuiteFolder(_folder.Of("nowhere")).Load(_folder.Of("suites/s.yaml")).Name);
    }

    [Fact]
    public void Load_UnknownName_NamesTheNearestAndAll()
    {
        _folder.Write("gsm8k.yaml", "");
        _folder.Write("math.yaml", "");

        Assert.Equal("'gsm8' is neither a suite nor a file; did you mean 'gsm8k'?; the suites are gsm8k, math", Problem(() => new SuiteFolder(_folder.Root).Load("gsm8")));
    }

    [Fact]
    public void Load_TwoMistakes_ReportsBothInTheirOrder() => Assert.Equal(
        $"FILE:2:10: version: '0' is not legal; give an integer of at least 1\nFILE:5:9: grader: 'exakt' is not legal; did you mean 'exact'?; give {Graders}",
        ProblemOf("name: s\nversion: 0\ndescription: D.\nprompt: p\ngrader: exakt\n"));

    [Fact]
    public void Load_TwoBadCategoryGraders_ReportsBoth() => Assert.Equal(
        $"FILE:5:16: grader.gsm: 'last-nmber' is not legal; did you mean 'last-number'?; give {Graders}\nFILE:5:34: grader.crux: 'pyton' is not legal; did you mean 'python'?; give {Graders}",
        ProblemOf("name: s\nversion: 1\ndescription: D.\nprompt: p\ngrader: { gsm: last-nmber, crux: pyton }\n"));

    [Theory]
    [InlineData("grder: exact", $"FILE:6:1: grder: unknown key; did you mean 'grader'?; legal are {Keys}")]
    [InlineData("generator: { kind: sudoku }", "FILE:6:20: generator.kind: 'sudoku' is not legal; did you mean 'sudoku-4'?; give arithmetic, countdown, game24, logic, sudoku-4, sudoku-9")]
    [InlineData("generator: { seed: 1 }", "FILE:6:12: generator: 'kind' is missing; give arithmetic, countdown, game24, logic, sudoku-4, sudoku-9")]
    [InlineData("generator: { kind: logic, difficulty: 11 }", "FILE:6:39: generator.difficulty: '11' is not legal; give an integer from 1 to 10")]
    [InlineData("published: { glod: x }", $"FILE:6:14: published.glod: unknown key; did you mean 'gold'?; legal are {Source}")]
    [InlineData("published: { columns: [] }", "FILE:6:23: published.columns: a list is not legal; give a list of texts")]
    [InlineData("recorded: { variables: question }", "FILE:6:24: recorded.variables: 'question' is not legal; give {variable: field}")]
    [InlineData("published: { files: a.jsonl }", "FILE:6:21: published.files: 'a.jsonl' is not legal; give files by split, such as {fit: data/dev.tsv, test: [data/a.tsv, data/b.tsv]}")]
    [InlineData("recorded: { gold: '' }", "FILE:6:19: recorded.gold: '' is not legal; give a text with fields of the row, such as {{$answer}}")]
    [InlineData("max_tokens: 0", "FILE:6:13: max_tokens: '0' is not legal; give an integer of at least 1")]
    public void Load_IllegalValue_SaysWhereAndWhatIsLegal(string line, string expected) =>
        Assert.Equal(expected, ProblemOf($"name: s\nversion: 1\ndescription: D.\nprompt: p\ngrader: exact\n{line}\n"));

    [Theory]
    [InlineData("answer: numbr", "FILE:6:9: answer: 'numbr' is not legal; did you mean 'number'?; give raw, {json_field: NAME}, number, ")]
    [InlineData("answer: { regex: '(' }", "FILE:6:18: answer.regex: ")]
    [InlineData("answer: { json_field: '' }", "FILE:6:9: answer: a mapping is not legal; give raw, {json_field: NAME}, ")]
    public void Load_IllegalAnswer_SaysWhereAndWhatIsLegal(string line, string expected) =>
        Assert.StartsWith(expected, ProblemOf($"name: s\nversion: 1\ndescription: D.\nprompt: p\ngrader: exact\n{line}\n"), StringComparison.Ordinal);

    [Theory]
    [InlineData("name: t\nversion: 1\ndescription: D.\nprompt: p\ngrader: exact\n", "FILE:1:7: name: 't' differs from the file's name; give s, or call the file t.yaml")]
    [InlineData("name: s\nversion: 1\ndescription: D.\nprompt: p\n", $"FILE:1:1: 'grader' is missing; give {Graders}")]
    [InlineData("name: s\nversion: 1\ndescription: D.\ngrader: exact\n", "FILE:1:1: 'prompt' is missing; give a Semantic Kernel prompt template over the items' fields, such as {{$question}}")]
    [InlineData("name: s\nversion: 1\ndescription: D.\nprompt: p\ngrader: {}\n", $"FILE:5:9: grader: a mapping is not legal; give {Graders}")]
    [InlineData("name: s\nversion: 1\ndescription: D.\nprompt: p\ngrader: { a: [exact] }\n", $"FILE:5:14: grader.a: a list is not legal; give {Graders}")]
    public void Load_IllegalFile_SaysWhereAndWhatIsLegal(string yaml, string expected) => Assert.Equal(expected, ProblemOf(yaml));

    [Theory]
    [InlineData("", "FILE:1:1: the file is empty")]
    [InlineData("name: s\nversion: 1\ndescription: D.\nprompt: '{{call.it}}'\ngrader: exact\n", "FILE:4:9: prompt: line 1 of the template has {{call.it}}")]
    [InlineData("name: 's", "FILE:1:7: this is not YAML")]
    public void Load_UnreadableFile_SaysWhere(string yaml, string expected) => Assert.StartsWith(expected, ProblemOf(yaml), StringComparison.Ordinal);

    public void Dispose() => _folder.Dispose();

    private string ProblemOf(string yaml)
    {
        var file = _folder.Write("s.yaml", yaml);
        return Problem(() => new SuiteFolder(_folder.Root).Load("s")).Replace(file, "FILE", StringComparison.Ordinal);
    }

    private static string Problem(Func<Suite> load) => Assert.Throws<SuiteProblemException>(load).Message;
}
