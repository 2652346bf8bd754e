using System.Xml;
using System.Xml.Linq;

namespace Gateway.Evals.Reports.Html;

/// <summary>Elements that mean the same to a reader of HTML and to one of XML.</summary>
internal static class Markup
{
    // HTML has these alone without an end tag; an empty element of another name must not be written as one.
    private static readonly HashSet<string> Void = ["meta", "br", "col"];

    // A line end within them shows nowhere, and makes the page's source readable.
    private static readonly HashSet<string> Broad = ["head", "body", "header", "main", "section", "figure", "table", "thead", "tbody", "tr", "ul", "ol", "dl", "details"];

    /// <param name="name">The element's.</param>
    /// <param name="content">Attributes, elements, texts, lists of these; nulls are left out.</param>
    public static XElement El(string name, params object?[] content)
    {
        var element = new XElement(name);
        foreach (var part in content) Add(element, part);
        if (Broad.Contains(name)) element.Add("\n");
        if (element.IsEmpty && !Void.Contains(name)) element.Value = "";
        return element;
    }

    public static XAttribute At(string name, string value) => new(name, PageText.Clean(value));

    public static XAttribute Class(string name) => new("class", name);

    /// <summary>The page from its <c>html</c> element.</summary>
    public static string Write(XElement html)
    {
        using var text = new StringWriter { NewLine = "\n" };
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true, NewLineHandling = NewLineHandling.None }))
            html.WriteTo(writer);
        return $"<!DOCTYPE html>\n{text}\n";
    }

    private static void Add(XElement element, object? part)
    {
        switch (part)
        {
            case null:
                break;
            case string text:
                element.Add(new XText(PageText.Clean(text)));
                break;
            case IEnumerable<object?> parts:
                foreach (var one in parts) Add(element, one);
                break;
            default:
                element.Add(part);
                break;
        }
    }
}
