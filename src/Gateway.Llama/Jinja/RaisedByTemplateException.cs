namespace Gateway.Llama.Jinja;

/// <summary>The template itself refused the conversation with <c>raise_exception</c>; <see cref="JinjaException.Reason"/> is its message.</summary>
internal sealed class RaisedByTemplateException(string reason) : JinjaException(reason);
