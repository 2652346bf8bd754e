using Gateway.Llama.Jinja.Expressions;

namespace Gateway.Llama.Jinja.Statements;

/// <summary>A macro as it is written.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Parameters">Its parameters, and what they are where nothing is given.</param>
/// <param name="Body">What it writes.</param>
internal sealed record MacroDefinition(string Name, IReadOnlyList<(string Name, Expression? Default)> Parameters, Body Body);
