using System.Globalization;
using System.Xml.Linq;
using Gateway.Evals.Reports.Breakdown;
using Gateway.Evals.Reports.Plots;
using static Gateway.Evals.Reports.Html.Markup;

namespace Gateway.Evals.Reports.Html;

/// <summary>A bar for each policy, cut by role and model. The pieces have numbers too: print loses colours, and there are more pieces than colours.</summary>
internal static class BreakdownBars
{
    public static XElement Of(IReadOnlyList<(string Policy, int Items, IReadOnlyList<CallBreakdown> Calls)> policies)
    {
        var all = policies.SelectMany(static policy => policy.Calls).ToArray();
        var isMoney = all.Any(static call => call.Spend.Cost > 0);
        decimal Size(CallBreakdown call) => isMoney ? call.Spend.Cost : call.Spend.InputTokens + call.Spend.OutputTokens;
        var longest = policies.Max(policy => PerItem(policy.Calls.Sum(Size), policy.Items));
        var keys = all.Select(static call => (call.Role, call.Model)).Distinct().ToArray();
        return El("figure",
            El("figcaption", isMoney ? "Cost per item by role and model, in $." : "Tokens per item, read and generated, by role and model; nothing had a price."),
            El("div", Class("bars"), policies.SelectMany(policy => new[]
            {
                El("span", Class("name"), policy.Policy),
                El("span", Class("bar"), policy.Calls.Select(call =>
                    Piece(call, Array.IndexOf(keys, (call.Role, call.Model)), longest == 0 ? 0 : PerItem(Size(call), policy.Items) / longest))),
                El("span", Class("n"), Amount(PerItem(policy.Calls.Sum(Size), policy.Items), isMoney)),
            })),
            El("ul", Class("key"), keys.Select(static (key, series) => El("li", El("b", Style(series), Number(series)), $"{key.Role}: {key.Model}"))));
    }

    private static XElement Piece(CallBreakdown call, int series, decimal share) => El("span",
        Style(series, string.Create(CultureInfo.InvariantCulture, $"width:{share * 100:0.##}%;")),
        At("title", $"{call.Role}: {call.Model}"),
        // A number in too thin a piece would be cut.
        share > 0.025m ? Number(series) : null);

    private static decimal PerItem(decimal sum, int items) => items == 0 ? 0 : sum / items;

    private static string Amount(decimal amount, bool isMoney) => isMoney ? ReportTable.Money(amount) : amount.ToString("N0", CultureInfo.InvariantCulture);

    private static string Number(int series) => (series + 1).ToString(CultureInfo.InvariantCulture);

    private static XAttribute Style(int series, string more = "") => At("style", $"{more}background:{PlotSeries.ColorOf(series)};color:{PlotSeries.InkOn(series)}");
}
