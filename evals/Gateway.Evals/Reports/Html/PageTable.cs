using System.Xml.Linq;
using static Gateway.Evals.Reports.Html.Markup;

namespace Gateway.Evals.Reports.Html;

/// <summary>A table with a caption, that scrolls by itself where the window is too narrow for it.</summary>
internal static class PageTable
{
    /// <param name="caption">What it shows.</param>
    /// <param name="headers">Of each column.</param>
    /// <param name="rows"><c>tr</c> elements.</param>
    /// <param name="texts">How many columns, from the left, hold words; the others hold numbers.</param>
    public static XElement Of(string caption, IEnumerable<string> headers, IEnumerable<XElement> rows, int texts = 1) =>
        El("div", Class("scroll"), At("role", "region"), At("aria-label", caption), At("tabindex", "0"),
            El("table",
                El("caption", El("span", caption)),
                El("thead", El("tr", headers.Select((header, column) => El("th", At("scope", "col"), column < texts ? null : Class("n"), header)))),
                El("tbody", rows)));

    /// <param name="cells">A text, or the content of a cell.</param>
    /// <param name="texts">As in <see cref="Of"/>.</param>
    public static XElement Row(IEnumerable<object?> cells, int texts = 1) =>
        El("tr", cells.Select((cell, column) => column == 0
            ? El("th", At("scope", "row"), cell)
            : El("td", column < texts ? null : Class("n"), cell)));
}
