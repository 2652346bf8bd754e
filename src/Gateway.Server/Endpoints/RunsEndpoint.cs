using System.Globalization;
using Gateway.Hosting;

namespace Gateway.Server.Endpoints;

/// <summary><c>GET /v1/runs/{id}</c> and <c>GET /v1/runs?limit=</c>: why an answer was given and what it cost.</summary>
internal sealed class RunsEndpoint(RunRing runs)
{
    private const int MostRuns = 100;

    public Task GetAsync(HttpContext context)
    {
        var id = (string)context.Request.RouteValues["id"]!;
        return runs.Find(id) is { } run
            ? JsonAnswer.WriteAsync(context, writer => RunRecordJson.Write(writer, run))
            : HttpErrors.WriteAsync(context, HttpErrors.UnknownRun(id));
    }

    public Task ListAsync(HttpContext context)
    {
        var text = context.Request.Query["limit"].ToString();
        var limit = 20;
        if (text.Length > 0 && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > MostRuns))
            return HttpErrors.WriteAsync(context, new HttpError(400, $"'{text}' is not legal for limit; legal: 1 to {MostRuns}.", HttpErrors.InvalidRequest, "limit"));

        return JsonAnswer.WriteAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("object", "list");
            writer.WriteStartArray("data");
            foreach (var run in runs.Last(limit)) RunRecordJson.Write(writer, run);
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }
}
