using Gateway.Evals.Suites;

namespace Gateway.Tests.Evals.Suites;

/// <summary>From files to items: what a suite's source says of rows.</summary>
public sealed class SuiteItemsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Load_Row_BecomesAnItem()
    {
        var item = Assert.Single(await ItemsAsync("""{"id":7,"category":"law","split":"fit","question":"Q?","answer":"A"}"""));

        Assert.Equal(("7", "law", "fit", "A"), (item.Id, item.Category, item.Split, item.Gold));
        Assert.Equal([KeyValuePair.Create("question", "Q?")], item.Variables);
    }

    [Fact]
    public async Task Load_Lists_BecomeLetteredLinesOrARow()
    {
        var item = Assert.Single(await ItemsAsync("""{"question":["two","three, \"or\" more"],"answer":[1,2.50,null]}"""));

        Assert.Equal(("A. two\nB. three, \"or\" more", "1 2.50 null"), (item.Variables["question"], item.Gold));
    }

    [Fact]
    public async Task Load_RowWithoutVariable_NamesItAndListsTheFields() =>
        Assert.Equal("FILE:2: the row has no 'question'; it has id, answer", await ProblemAsync("{\"id\":1,\"question\":\"q\",\"answer\":\"a\"}\n{\"id\":2,\"answer\":\"a\"}"));

    [Theory]
    [InlineData("""{"id":1,"question":"q"}""", "FILE:1: the row has no 'answer'; it has id, question")]
    [InlineData("""{"id":1,"question":"q","answer":null}""", "FILE:1: the row has no 'answer'; it has id, question, answer")]
    public async Task Load_RowWithoutGold_NamesItAndListsTheFields(string row, string expected) => Assert.Equal(expected, await ProblemAsync(row));

    [Fact]
    public async Task Load_HalfASurrogatePair_SaysWhere() =>
        Assert.StartsWith("FILE:1: ", await ProblemAsync("""{"id":1,"question":"\ud800","answer":"a"}"""), StringComparison.Ordinal);

    [Fact]
    public async Task Load_SameIdTwice_NamesBothPlaces()
    {
        var first = _folder.Write("data/a.jsonl", "{\"id\":1,\"question\":\"q\",\"answer\":\"a\"}\n{\"id\":2,\"question\":\"q\",\"answer\":\"a\"}");
        var second = _folder.Write("data/b.csv", "id,question,answer\n2,q,a\n");

        var thrown = await Assert.ThrowsAsync<SuiteProblemException>(() => LoadAsync(SuiteYaml.Load(_folder), _folder.Of("data")));

        Assert.Equal($"{second}:2: the id '2' is that of {first}:2 already", thrown.Message);
    }

    [Fact]
    public async Task Load_RowsWithoutIds_AreNumbered() =>
        Assert.Equal(["s-1", "s-2"], (await ItemsAsync("{\"question\":\"q\",\"answer\":\"a\"}\n{\"question\":\"q\",\"answer\":\"a\"}")).Select(static item => item.Id));

    [Fact]
    public async Task Load_GoldTemplate_TakesFieldsOfTheRow() => Assert.Equal(
        "4 5 6 10 -> 24",
        Assert.Single(await ItemsAsync("""{"question":"q","numbers":[4,5,6,10]}""", "published: { gold: '{{$numbers}} -> 24' }")).Gold);

    [Fact]
    public async Task Load_GoldAnswer_IsWhatItExtracts() => Assert.Equal(
        "1,234",
        Assert.Single(await ItemsAsync("""{"question":"q","answer":"We add.\n#### 1,234"}""", "published: { gold_answer: { regex: '####\\s*(.+)' } }")).Gold);

    [Fact]
    public async Task Load_GoldAnswerFindsNothing_ShowsTheGold() => Assert.Equal(
        $"FILE:1: gold_answer (boxed) finds nothing in '{new string('x', 80)}...'",
        await ProblemAsync($"{{\"question\":\"q\",\"answer\":\"{new string('x', 81)}\"}}", "published: { gold_answer: boxed }"));

    [Fact]
    public async Task Load_RenamedFields_AreFound()
    {
        var item = Assert.Single(await ItemsAsync("""{"n":3,"kind":"k","part":"dev","problem":"Q?","answer":"A"}""", "published: { id: n, category: kind, split: part, variables: { question: problem } }"));

        Assert.Equal(("3", "k", "dev", "Q?"), (item.Id, item.Category, item.Split, item.Variables["question"]));
    }

    [Fact]
    public async Task Load_NoSplit_IsTest() => Assert.Equal("test", Assert.Single(await ItemsAsync("""{"question":"q","answer":"a"}""")).Split);

    [Fact]
    public async Task Load_HashSplit_DrawsByTheIdAlone() => Assert.Equal(
        ["test", "fit"],
        (await ItemsAsync("{\"id\":\"a\",\"split\":\"fit\",\"question\":\"q\",\"answer\":\"a\"}\n{\"id\":\"b\",\"question\":\"q\",\"answer\":\"a\"}", "published: { split: hash }")).Select(static item => item.Split));

    [Fact]
    public void DrawSplit_ManyIds_AreHalved() =>
        // Four standard errors of √1000 / 2.
        Assert.Equal(500.0, Enumerable.Range(0, 1000).Count(static i => ItemReader.DrawSplit($"q{i}") == "fit"), 63.0);

    [Fact]
    public async Task Load_FilesBySplit_SayTheSplitAndNumberTheRows()
    {
        _folder.Write("rows/dev.tsv", "1+1\t2\n");
        _folder.Write("rows/held.tsv", "2+2\t4\n");
        var suite = SuiteYaml.Load(_folder, "published: { files: { fit: rows/dev.tsv, test: rows/held.tsv }, columns: [question, answer] }");

        var items = (await SuiteItems.LoadAsync(suite, null, null, _folder.Root, TestContext.Current.CancellationToken)).Items;

        Assert.Equal([("s-fit-1", "fit", "2"), ("s-test-2", "test", "4")], items.Select(static item => (item.Id, item.Split, item.Gold)));
    }

    [Fact]
    public async Task Load_CategoryWithoutGrader_IsRefused()
    {
        var suite = SuiteYaml.Load(_folder, grader: "{ gsm: number, crux: python }");
        var file = _folder.Write("a.jsonl", """{"id":1,"category":"law","question":"q","answer":"a"}""");

        var thrown = await Assert.ThrowsAsync<SuiteProblemException>(() => LoadAsync(suite, file));

        Assert.Equal($"{file}:1: the suite has no grader for the category 'law'; it has gsm: number, crux: python", thrown.Message);
    }

    [Fact]
    public async Task Load_RecordedFolder_ReadsItsQuestionsAndNotItsOutputs()
    {
        _folder.Write("rec/questions.jsonl", """{"id":1,"question":"q","answer":"a"}""");
        _folder.Write("rec/outputs/m.jsonl", """{"id":1,"text":"a"}""");
        var suite = SuiteYaml.Load(_folder, "published: { gold: '{{$solution}}' }\nrecorded: { prefix_tokens: 5 }");

        var asRecorded = await SuiteItems.LoadAsync(suite, _folder.Of("rec"), null, _folder.Root, TestContext.Current.CancellationToken);
        var asData = await LoadAsync(suite, _folder.Of("rec"));

        Assert.Equal("1", Assert.Single(asRecorded.Items).Id);
        Assert.Equal((asRecorded.DataHash, 5), (asData.DataHash, asData.PrefixTokens));
    }

    [Fact]
    public async Task Load_EmptyFile_SaysThatThereAreNoItems() => Assert.Equal("s: there are no items", await ProblemAsync(""));

    [Fact]
    public async Task Load_NeitherFilesNorGenerator_SaysWhatToGive()
    {
        var thrown = await Assert.ThrowsAsync<SuiteProblemException>(() => SuiteItems.LoadAsync(SuiteYaml.Load(_folder), null, null, _folder.Root, TestContext.Current.CancellationToken));

        Assert.Equal("s has no items of its own; give --data PATH with the data set's files, or --models recorded:DIR", thrown.Message);
    }

    [Fact]
    public async Task Load_RecordedFolderAndData_ExcludeEachOther()
    {
        var thrown = await Assert.ThrowsAsync<SuiteProblemException>(() => SuiteItems.LoadAsync(SuiteYaml.Load(_folder), "a", "b", _folder.Root, TestContext.Current.CancellationToken));

        Assert.Contains("not both", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_PromptNamesWhatTheGeneratorDoesNotMake_IsRefused()
    {
        var suite = SuiteYaml.Load(_folder, "generator: { kind: logic, count: 2 }", prompt: "{{$numbers}}");

        var thrown = await Assert.ThrowsAsync<SuiteProblemException>(() => SuiteItems.LoadAsync(suite, null, null, _folder.Root, TestContext.Current.CancellationToken));

        Assert.Equal("s: the prompt names 'numbers', which the generator 'logic' does not make; legal are question", thrown.Message);
    }

    [Fact]
    public async Task Load_MoreItemsThanTheGeneratorHas_SaysHowMany()
    {
        var suite = SuiteYaml.Load(_folder, "generator: { kind: game24, count: 200 }");

        var thrown = await Assert.ThrowsAsync<SuiteProblemException>(() => SuiteItems.LoadAsync(suite, null, null, _folder.Root, TestContext.Current.CancellationToken));

        Assert.Contains("about 136 different questions", thrown.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<IReadOnlyList<SuiteItem>> ItemsAsync(string lines, string body = "") =>
        (await LoadAsync(SuiteYaml.Load(_folder, body), _folder.Write("a.jsonl", lines))).Items;

    private async Task<string> ProblemAsync(string lines, string body = "") =>
        (await Assert.ThrowsAsync<SuiteProblemException>(() => ItemsAsync(lines, body))).Message.Replace(_folder.Of("a.jsonl"), "FILE", StringComparison.Ordinal);

    private Task<SuiteItems> LoadAsync(Suite suite, string data) => SuiteItems.LoadAsync(suite, null, data, _folder.Root, TestContext.Current.CancellationToken);
}
