using System.Buffers;
using System.Text.Json;
using Gateway.Hosting;

namespace Gateway.Evals.Running;

/// <summary>One evaluated item: a line of <c>samples.jsonl</c>.</summary>
internal sealed record SampleRow
{
    public required string Id { get; init; }

    public required string Category { get; init; }

    public required string Gold { get; init; }

    /// <summary>The policy's whole answer; null with an error.</summary>
    public string? Text { get; init; }

    /// <summary>What the suite's extractor read from it; null where it found nothing.</summary>
    public string? Answer { get; init; }

    public bool Correct { get; init; }

    /// <summary>The model whose text it is.</summary>
    public string? Model { get; init; }

    /// <summary>Why there is no answer, or none that counts.</summary>
    public string? Error { get; init; }

    /// <summary>What the run used, as if nothing had been stored before.</summary>
    public Spend Spend { get; init; }

    /// <summary>Some of its tokens were not counted but estimated.</summary>
    public bool Estimated { get; init; }

    /// <summary>From the request to the answer, in milliseconds; null where some of its candidates were not made in this run.</summary>
    public double? ElapsedMs { get; init; }

    /// <summary>The share of the votes that the answer got; null where nothing was voted.</summary>
    public double? VoteShare { get; init; }

    /// <summary>The samples that were drawn.</summary>
    public IReadOnlyList<GradedCandidate> Candidates { get; init; } = [];

    /// <summary>What happened, as JSON: the events of the run's record, those of inner runs within their calls.</summary>
    public string Events { get; init; } = "[]";

    /// <summary>The line, without its end.</summary>
    public byte[] ToLine()
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("id", Id);
            writer.WriteString("category", Category);
            writer.WriteString("gold", Gold);
            writer.WriteString("answer", Answer);
            writer.WriteBoolean("correct", Correct);
            writer.WriteString("model", Model);
            writer.WriteString("error", Error);
            writer.WriteNumber("calls", Spend.Calls);
            writer.WriteNumber("input_tokens", Spend.InputTokens);
            writer.WriteNumber("cached_input_tokens", Spend.CachedInputTokens);
            writer.WriteNumber("output_tokens", Spend.OutputTokens);
            writer.WriteNumber("cost_usd", Spend.Cost);
            writer.WriteBoolean("estimated", Estimated);
            if (ElapsedMs is { } elapsed) writer.WriteNumber("elapsed_ms", Math.Round(elapsed, 3));
            else writer.WriteNull("elapsed_ms");
            if (VoteShare is { } share) writer.WriteNumber("vote_share", share);
            else writer.WriteNull("vote_share");
            writer.WriteStartArray("candidates");
            foreach (var candidate in Candidates)
            {
                writer.WriteStartObject();
                writer.WriteString("model", candidate.Model);
                writer.WriteNumber("sample", candidate.Sample);
                writer.WriteString("answer", candidate.Answer);
                writer.WriteBoolean("correct", candidate.Correct);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteString("text", Text);
            writer.WritePropertyName("events");
            writer.WriteRawValue(Events, skipInputValidation: true);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <exception cref="JsonException">The line is no row.</exception>
    public static SampleRow Read(string line)
    {
        using var json = JsonDocument.Parse(line);
        var row = json.RootElement;
        try
        {
            return new SampleRow
            {
                Id = row.GetProperty("id").GetString()!,
                Category = row.GetProperty("category").GetString()!,
                Gold = row.GetProperty("gold").GetString()!,
                Answer = row.GetProperty("answer").GetString(),
                Correct = row.GetProperty("correct").GetBoolean(),
                Model = row.GetProperty("model").GetString(),
                Error = row.GetProperty("error").GetString(),
                Spend = new Spend(
                    row.GetProperty("calls").GetInt32(),
                    row.GetProperty("input_tokens").GetInt64(),
                    row.GetProperty("cached_input_tokens").GetInt64(),
                    row.GetProperty("output_tokens").GetInt64(),
                    row.GetProperty("cost_usd").GetDecimal()),
                Estimated = row.GetProperty("estimated").GetBoolean(),
                ElapsedMs = row.GetProperty("elapsed_ms") is { ValueKind: JsonValueKind.Number } elapsed ? elapsed.GetDouble() : null,
                VoteShare = row.GetProperty("vote_share") is { ValueKind: JsonValueKind.Number } share ? share.GetDouble() : null,
                Candidates = [.. row.GetProperty("candidates").EnumerateArray().Select(Candidate)],
                Text = row.GetProperty("text").GetString(),
                Events = row.GetProperty("events").GetRawText(),
            };
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new JsonException(exception.Message, exception);
        }
    }

    private static GradedCandidate Candidate(JsonElement json) => new(
        json.GetProperty("model").GetString()!, json.GetProperty("sample").GetInt32(), json.GetProperty("answer").GetString(), json.GetProperty("correct").GetBoolean());

    /// <summary>Events as <see cref="Events"/> holds them.</summary>
    public static string EventsOf(RunRecord record, Func<string, RunRecord?> inner)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true }))
            RunRecordJson.WriteEvents(writer, record.Events, inner);
        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
