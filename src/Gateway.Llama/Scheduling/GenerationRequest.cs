using System.Threading.Channels;
using Gateway.Llama.Sampling;

namespace Gateway.Llama.Scheduling;

/// <summary>One answer to generate: a prompt, how to sample, and the channel that the tokens come through.</summary>
internal sealed class GenerationRequest
{
    private readonly Channel<GeneratedToken> _tokens =
        Channel.CreateUnbounded<GeneratedToken>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    private volatile bool _abandoned;

    /// <param name="prompt">The prompt's tokens, at least one.</param>
    /// <param name="settings">How to sample.</param>
    /// <param name="maxTokens">The most tokens to generate; prompt and answer together must fit a sequence.</param>
    public GenerationRequest(int[] prompt, SamplerSettings settings, int maxTokens)
    {
        Prompt = prompt;
        Settings = settings;
        MaxTokens = maxTokens;
        var hash = new HashCode();
        hash.AddBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes<int>(prompt));
        PromptHash = hash.ToHashCode();
    }

    public int[] Prompt { get; }

    public SamplerSettings Settings { get; }

    public int MaxTokens { get; }

    /// <summary>Makes most comparisons of prompts cheap. Differs from process to process: it decides nothing that is seen.</summary>
    public int PromptHash { get; }

    /// <summary>Prompt tokens that another sequence had computed already. Set by the owner thread before the first token comes.</summary>
    public int SharedTokens { get; set; }

    /// <summary>The answer's tokens. The channel ends after the last one, or with the fault as a <see cref="ModelCallException"/>.</summary>
    public ChannelReader<GeneratedToken> Tokens => _tokens.Reader;

    /// <summary>Nobody waits for the answer any more. The owner thread frees its sequence before the next step.</summary>
    public bool Abandoned => _abandoned;

    public void Abandon() => _abandoned = true;

    public void Push(GeneratedToken token) => _tokens.Writer.TryWrite(token);

    public void Complete() => _tokens.Writer.TryComplete();

    public void Fail(ModelFault fault) => _tokens.Writer.TryComplete(new ModelCallException(fault));

    public bool HasSamePromptAs(GenerationRequest other) => PromptHash == other.PromptHash && Prompt.AsSpan().SequenceEqual(other.Prompt);
}
