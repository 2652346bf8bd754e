using System.Xml.Linq;

namespace Gateway.Evals.Reports.Plots;

/// <summary>Makes a drawing part of a page.</summary>
internal static class InlineSvg
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <param name="xml">A whole SVG document.</param>
    /// <param name="texts">What is written on it.</param>
    /// <param name="name">Begins the drawing's ids, which several drawings on a page would share otherwise.</param>
    /// <param name="description">What those who cannot see it are told.</param>
    public static XElement Of(string xml, IEnumerable<PlotText> texts, string name, string description)
    {
        var svg = XElement.Parse(xml);
        Rename(svg, name);
        svg.SetAttributeValue("viewBox", $"0 0 {(string?)svg.Attribute("width")} {(string?)svg.Attribute("height")}");
        svg.SetAttributeValue("role", "img");
        svg.SetAttributeValue("aria-label", description);
        svg.Add(new XElement(Svg + "g",
            new XAttribute("font-family", "system-ui, sans-serif"),
            new XAttribute("fill", "#202020"),
            texts.Select(static text => Element(text))));
        return svg;
    }

    /// <summary>Numbers the ids anew: those given count all drawings of the process, and the same report has to give the same page.</summary>
    private static void Rename(XElement svg, string name)
    {
        var names = svg.DescendantsAndSelf().Attributes("id").Select((id, i) => (Old: id.Value, New: FormattableString.Invariant($"{name}-{i}"))).ToDictionary(static pair => pair.Old, static pair => pair.New);
        foreach (var attribute in svg.DescendantsAndSelf().Attributes().ToArray())
        {
            if (attribute.Name == "id") attribute.Value = names[attribute.Value];
            else if (attribute.Value.StartsWith("url(#", StringComparison.Ordinal)) attribute.Value = $"url(#{names[attribute.Value[5..^1]]})";
        }
    }

    private static XElement Element(PlotText text) => new(Svg + "text",
        new XAttribute("x", Math.Round(text.X, 2)),
        new XAttribute("y", Math.Round(text.Y, 2)),
        // Half the height of a small letter with some of a tall one's: the middle in any font.
        new XAttribute("dy", "0.35em"),
        new XAttribute("font-size", text.Size),
        new XAttribute("text-anchor", text.Side switch { > 0 => "start", < 0 => "end", _ => "middle" }),
        text.IsUpright ? new XAttribute("transform", FormattableString.Invariant($"rotate(-90 {text.X:0.##} {text.Y:0.##})")) : null,
        text.Text);
}
