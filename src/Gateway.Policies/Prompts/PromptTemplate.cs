using System.Text.RegularExpressions;
using Microsoft.SemanticKernel;

namespace Gateway.Policies;

/// <summary>
/// A prompt that a policy sends, as a Semantic Kernel template. Only variables are offered: it calls no functions. It is rendered in
/// one pass, so what a candidate wrote can neither become a template nor, as roles come from YAML keys, a message.
/// </summary>
public sealed partial class PromptTemplate
{
    // The default would turn "a < b" in a draft into "a &lt; b"; nothing here parses the rendered text for message tags.
    private static readonly KernelPromptTemplateFactory Factory = new() { AllowDangerouslySetContent = true };
    private static readonly Kernel NoFunctions = new();

    private readonly string _text;
    private readonly IPromptTemplate _template;

    private PromptTemplate(string text, IPromptTemplate template)
    {
        _text = text;
        _template = template;
    }

    /// <summary>Compiles a template.</summary>
    /// <param name="text">Text with variables such as <c>{{$task}}</c>.</param>
    /// <param name="variables">The variables on offer, without the dollar sign.</param>
    /// <exception cref="FormatException">It names another variable, calls a function or is not a template; the message says in which line of it.</exception>
    public static PromptTemplate Parse(string text, IReadOnlyCollection<string> variables)
    {
        var legal = string.Join(", ", variables.Select(static variable => $"{{{{${variable}}}}}"));
        foreach (Match block in Block().Matches(text))
        {
            var content = block.Groups[1].Value.Trim();
            if (content is ['$', .. var name] && variables.Contains(name, StringComparer.Ordinal)) continue;
            if (content is ['\'', .., '\''] or ['"', .., '"']) continue;
            var line = text.AsSpan(0, block.Index).Count('\n') + 1;
            throw new FormatException($"line {line} of the template has {block.Value}; legal are {legal}");
        }

        try
        {
            return new PromptTemplate(text, Factory.Create(new PromptTemplateConfig(text)));
        }
        catch (KernelException exception)
        {
            throw new FormatException($"{exception.Message}; legal are {legal}", exception);
        }
    }

    /// <summary>The text with the variables' values in it, verbatim.</summary>
    public Task<string> RenderAsync(IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken)
    {
        var arguments = new KernelArguments();
        foreach (var (name, value) in values) arguments[name] = value;
        return _template.RenderAsync(NoFunctions, arguments, cancellationToken);
    }

    /// <summary>How often the template names a variable.</summary>
    /// <param name="variable">Without the dollar sign.</param>
    internal int Uses(string variable) => Block().Matches(_text).Count(block => block.Groups[1].ValueSpan.Trim() is ['$', .. var name] && name.SequenceEqual(variable));

    public override string ToString() => _text;

    [GeneratedRegex(@"\{\{(.*?)\}\}", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Block();
}
