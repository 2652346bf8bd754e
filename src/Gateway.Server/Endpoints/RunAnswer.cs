using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Gateway.Hosting;
using Gateway.OpenAI;

namespace Gateway.Server.Endpoints;

/// <summary>What an answer says about its run, in headers, in a stream's last comment line, and in the <c>gateway</c> object.</summary>
internal sealed class RunAnswer(HttpContext context, ChatRequest request, PolicyRun run, long received, TimeProvider time)
{
    public const string PolicyHeader = "x-gateway-policy";
    private const string ModelHeader = "x-gateway-model";
    private const string CallsHeader = "x-gateway-calls";
    private const string CostHeader = "x-gateway-cost-usd";
    private const string CacheHeader = "x-gateway-cache";
    private const string OverheadHeader = "x-gateway-overhead-ms";

    public ChatRequest Request { get; } = request;

    public PolicyRun Run { get; } = run;

    public AnswerIdentity Identity { get; } = new($"chatcmpl-{run.Id.AsSpan("run_".Length)}", time.GetUtcNow(), request.Model);

    /// <summary>One model was asked by its own name.</summary>
    public bool IsDirect { get; } = run.Definition.Hash.Length == 0;

    /// <summary>One call is the whole run, so what its endpoint said of a failure is passed on.</summary>
    public bool PassesErrorsOn { get; } = run.Definition.Kind == "direct";

    /// <summary>The policy that ran; a model's own name is answered by <c>direct</c>.</summary>
    public string Policy => IsDirect ? Run.Definition.Kind : Run.Definition.Options.Name;

    /// <summary>Writes what <c>include</c> asked for; null where it asked for nothing.</summary>
    public Action<Utf8JsonWriter>? Extension => Request.Gateway.IncludeCandidates || Request.Gateway.IncludeRecord ? WriteExtension : null;

    public void SetHeaders()
    {
        var spent = Run.Budget.Spent;
        SetHeaders(context, Policy, Run.AnsweredBy, spent.Calls, spent.Cost, Overhead());
    }

    /// <summary>The headers of an answer that a model made.</summary>
    public static void SetHeaders(HttpContext context, string policy, string? model, int calls, decimal cost, TimeSpan overhead)
    {
        var headers = context.Response.Headers;
        headers[PolicyHeader] = policy;
        if (model is not null) headers[ModelHeader] = model;
        headers[CallsHeader] = calls.ToString(CultureInfo.InvariantCulture);
        headers[CostHeader] = Money(cost);
        headers[CacheHeader] = "off";
        headers[OverheadHeader] = overhead.TotalMilliseconds.ToString("0.###", CultureInfo.InvariantCulture);
    }

    /// <summary>The headers that are known only at a stream's end, as JSON.</summary>
    public string Trailer() => Trailer(Run.AnsweredBy, Run.Budget.Spent, Overhead());

    /// <summary>The same for an answer without a run.</summary>
    public static string Trailer(string? model, Spend spent, TimeSpan overhead)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, JsonAnswer.Options))
        {
            writer.WriteStartObject();
            writer.WriteString(ModelHeader, model);
            writer.WriteNumber(CallsHeader, spent.Calls);
            writer.WriteNumber(CostHeader, spent.Cost);
            writer.WriteString(CacheHeader, "off");
            writer.WriteNumber(OverheadHeader, Math.Round(overhead.TotalMilliseconds, 3));
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The time since the request arrived in which no model was being waited for.</summary>
    private TimeSpan Overhead() => time.GetElapsedTime(received) is var elapsed && elapsed > Run.Waited ? elapsed - Run.Waited : TimeSpan.Zero;

    private void WriteExtension(Utf8JsonWriter writer)
    {
        var record = Run.ToRecord(RunOutcome.Answered);
        writer.WriteStartObject();
        if (Request.Gateway.IncludeCandidates)
        {
            writer.WritePropertyName("candidates");
            RunRecordJson.WriteCandidates(writer, record.Events);
        }

        if (Request.Gateway.IncludeRecord)
        {
            writer.WritePropertyName("record");
            RunRecordJson.Write(writer, record);
        }

        writer.WriteEndObject();
    }

    // Decimals keep their scale; a header says 0.000035, not 0.0000350000.
    private static string Money(decimal amount) => amount.ToString("0.############", CultureInfo.InvariantCulture);
}
