using System.Text.Json.Nodes;
using Gateway.Llama.Jinja.Builtins;
using Gateway.Llama.Jinja.Operations;
using Gateway.Llama.Jinja.Parsing;
using Gateway.Llama.Jinja.Running;
using Gateway.Llama.Jinja.Statements;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja;

/// <summary>
/// A chat template as a model's file carries it: Jinja2 with <c>trim_blocks</c>, <c>lstrip_blocks</c>, loop controls and the functions that
/// transformers' <c>apply_chat_template</c> defines. Immutable; any thread may render it.
/// </summary>
internal sealed class JinjaTemplate
{
    private const int MaxSource = 1 << 20;
    private readonly Body _body;

    private JinjaTemplate(Body body) => _body = body;

    /// <summary>Reads a template.</summary>
    /// <exception cref="JinjaException">It is no template, or has what is not supported; the message names it and its line.</exception>
    public static JinjaTemplate Parse(string source) => source.Length <= MaxSource
        ? new JinjaTemplate(StatementParser.Parse(Lexer.Read(source)))
        : throw new JinjaException($"the template is longer than {MaxSource} characters");

    /// <summary>Writes the prompt.</summary>
    /// <param name="variables">What the template finds by name: <c>messages</c>, <c>tools</c>, <c>add_generation_prompt</c>, <c>bos_token</c> and others.</param>
    /// <param name="clock">What <c>strftime_now</c> tells.</param>
    /// <exception cref="RaisedByTemplateException">The template refuses the conversation.</exception>
    /// <exception cref="JinjaException">It fails, or costs more than one rendering may.</exception>
    public string Render(JsonObject variables, TimeProvider clock)
    {
        var meter = new Meter();
        var frame = new Frame(null, meter, new Output(meter));
        Functions.Define(frame, clock);
        foreach (var (name, value) in ((DictValue)JsonValues.From(variables, meter)).Entries) frame.Set(((TextValue)name).Text, value);
        meter.AllowForInput();
        _body.Run(frame);
        return frame.Output.ToString();
    }
}
