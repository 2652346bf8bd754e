using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Gateway.Llama.Grammar;
using Gateway.Llama.Templates;
using Microsoft.Extensions.AI;

namespace Gateway.Llama.Tools;

/// <summary>What a request's tools ask of its answer.</summary>
/// <param name="Form">How the model writes a call.</param>
/// <param name="Declared">The tools that the model is told of.</param>
/// <param name="Callable">Those that it may call: one where the request names it.</param>
/// <param name="Required">The answer has to be a call.</param>
/// <param name="Several">It may be more than one.</param>
internal sealed record ToolUse(ToolCallForm Form, IReadOnlyList<AIFunctionDeclaration> Declared, IReadOnlyList<AIFunctionDeclaration> Callable, bool Required, bool Several)
{
    /// <summary>The opening is put into the prompt: the answer goes on from there.</summary>
    public bool Opened => Required && !Form.OpensWithJson;

    /// <returns>Null where the answer calls nothing.</returns>
    /// <exception cref="ModelCallException">A tool is of a kind that local models do not call, or the one that must be called is not there.</exception>
    public static ToolUse? Of(ChatOptions? options, ToolCallForm form)
    {
        if (options?.Tools is not { Count: > 0 } tools || options.ToolMode is NoneChatToolMode) return null;
        var declared = new List<AIFunctionDeclaration>();
        foreach (var tool in tools)
        {
            if (tool is not AIFunctionDeclaration function || function.AdditionalProperties.ContainsKey("custom"))
                throw ChatRequest.Refused($"Local models call tools of the type 'function'; '{tool.Name}' is none.", "tools");
            if (declared.Exists(other => other.Name == function.Name)) throw ChatRequest.Refused($"There are two tools of the name '{function.Name}'.", "tools");
            declared.Add(function);
        }

        var named = (options.ToolMode as RequiredChatToolMode)?.RequiredFunctionName;
        var callable = named is null ? declared : declared.FindAll(tool => tool.Name == named);
        if (callable.Count == 0) throw ChatRequest.Refused($"tool_choice names '{named}', which is none of the tools; legal: {string.Join(", ", declared.Select(static tool => tool.Name))}.", "tool_choice");
        return new ToolUse(form, declared, callable, options.ToolMode is RequiredChatToolMode, named is null && options.AllowMultipleToolCalls != false);
    }

    /// <summary>What the answer has to follow.</summary>
    /// <param name="vocabulary">The model's tokens.</param>
    /// <param name="textBefore">The answer may begin with text, or be text alone; only where no call is required.</param>
    /// <exception cref="ModelCallException">A strict tool's schema says what a grammar cannot promise.</exception>
    public ITokenConstraint Constraint(Vocabulary vocabulary, bool textBefore)
    {
        var calls = TokenGrammar.Parse(vocabulary, ToolGrammar.Of(Callable, Form, Several), "tools");
        return Required ? calls : new ToolCallConstraint(vocabulary, Form, calls, textBefore);
    }

    /// <summary>Reads the calls out of the answer to a prompt. Their ids are the same whenever the same is asked, and differ between turns.</summary>
    public ToolCallText NewText(ReadOnlySpan<int> prompt, long? seed)
    {
        var ids = SHA256.HashData([.. MemoryMarshal.AsBytes(prompt), .. BitConverter.GetBytes(seed ?? 0)]);
        return new ToolCallText(Form, Callable.Select(static tool => tool.Name).ToHashSet(StringComparer.Ordinal), Opened, ids);
    }
}
