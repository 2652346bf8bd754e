using Gateway.Evals.Suites;
using Parquet.Serialization;

namespace Gateway.Tests.Evals.Suites;

public sealed class ParquetRowsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Read_TextsNumbersAndLists_AreJson() => Assert.Equal(
        [
            "1 {\"Id\":7,\"Text\":\"1\\u002B1?\",\"Options\":[\"two\",\"three\"],\"Share\":0.5,\"Flag\":true}",
            "2 {\"Id\":8,\"Share\":1E+20,\"Flag\":false}",
        ],
        await ReadAsync([new Question { Id = 7, Text = "1+1?", Options = ["two", "three"], Share = 0.5, Flag = true }, new Question { Id = 8, Share = 1e20 }]));

    [Fact]
    public async Task Read_WhatIsNoJsonNumber_IsText() => Assert.Equal(
        ["1 {\"When\":\"02/01/2024 03:04:05\",\"Score\":\"NaN\"}"],
        await ReadAsync([new Measured { When = new DateTime(2024, 2, 1, 3, 4, 5, DateTimeKind.Utc), Score = double.NaN }]));

    public void Dispose() => _folder.Dispose();

    private async Task<List<string>> ReadAsync<T>(IReadOnlyCollection<T> written)
        where T : class, new()
    {
        var file = _folder.Of("a.parquet");
        await using (var stream = File.Create(file)) await ParquetSerializer.SerializeAsync(written, stream, cancellationToken: TestContext.Current.CancellationToken);
        var rows = new List<string>();
        await foreach (var (number, row) in RowFiles.ReadAsync(file, columns: null, TestContext.Current.CancellationToken)) rows.Add($"{number} {row.ToJsonString()}");
        return rows;
    }

    private sealed class Question
    {
        public int Id { get; set; }

        public string? Text { get; set; }

        public List<string> Options { get; set; } = [];

        public double Share { get; set; }

        public bool Flag { get; set; }
    }

    private sealed class Measured
    {
        public DateTime When { get; set; }

        public double Score { get; set; }
    }
}
