using System.Runtime.InteropServices;
using Gateway.Llama.Grammar;

namespace Gateway.Llama.Native;

// The sampler functions that a grammar needs. Which of them may end the process is said at TokenGrammar, their only caller.
internal static unsafe partial class LlamaNative
{
    /// <returns>An invalid handle where libllama refuses the grammar.</returns>
    [LibraryImport(Llama)]
    public static partial GrammarHandle llama_sampler_init_grammar(nint vocabulary, byte* grammar, byte* root);

    [LibraryImport(Llama)]
    public static partial void llama_sampler_apply(GrammarHandle sampler, NativeTokenList* candidates);

    [LibraryImport(Llama)]
    public static partial void llama_sampler_accept(GrammarHandle sampler, int token);

    [LibraryImport(Llama)]
    public static partial void llama_sampler_reset(GrammarHandle sampler);

    [LibraryImport(Llama)]
    public static partial GrammarHandle llama_sampler_clone(GrammarHandle sampler);

    [LibraryImport(Llama)]
    public static partial void llama_sampler_free(nint sampler);
}
