using Gateway.Llama;
using Gateway.OpenAI;

namespace Gateway.Hosting;

/// <summary>A model as the configuration describes it.</summary>
/// <param name="Name">The name that clients and policies use.</param>
public abstract record ModelSettings(string Name)
{
    /// <summary>The largest prompt and answer together, in tokens.</summary>
    public int ContextTokens { get; init; }

    public Price Price { get; init; }

    /// <summary>What is known of the model from the configuration alone.</summary>
    /// <param name="created">When its name became known.</param>
    public ModelCard ToCard(DateTimeOffset created) =>
        new(Name, this is LocalModelSettings ? ModelBackend.Local : ModelBackend.Remote, ContextTokens, Price)
        {
            BatchSamples = this is RemoteModelSettings { BatchSamples: true },
            DecodesSteps = this is not RemoteModelSettings { PrefixContinuation: PrefixContinuation.None },
            Created = created,
        };
}

/// <summary>A GGUF file, answered by this process.</summary>
/// <param name="Name">The name that clients and policies use.</param>
/// <param name="Engine">The file, by an absolute path, and how it is run.</param>
public sealed record LocalModelSettings(string Name, LlamaModelOptions Engine) : ModelSettings(Name);

/// <summary>An OpenAI-compatible endpoint, or several that serve the same model.</summary>
/// <param name="Name">The name that clients and policies use.</param>
/// <param name="Endpoints">Base addresses such as <c>https://host/v1</c>; at least one.</param>
public sealed record RemoteModelSettings(string Name, IReadOnlyList<Uri> Endpoints) : ModelSettings(Name)
{
    /// <summary>What the endpoint calls the model.</summary>
    public required string UpstreamModel { get; init; }

    /// <summary>Where the key is: <c>env:NAME</c> or <c>file:PATH</c>; null sends none.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Requests in flight at once.</summary>
    public int MaxConcurrency { get; init; } = 64;

    /// <summary>From the request to the last byte of the answer, retries included.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>From the request to the first byte of the answer; null waits as long as <see cref="Timeout"/>.</summary>
    public TimeSpan? FirstByteTimeout { get; init; }

    /// <summary>The endpoint draws several samples in one request (<c>n</c>).</summary>
    public bool BatchSamples { get; init; }

    /// <summary>How the endpoint goes on from the beginning of an answer, for policies that decode step by step.</summary>
    public PrefixContinuation PrefixContinuation { get; init; }

    /// <summary>How often a request that failed for load or transport is made again.</summary>
    public int MaxRetries { get; init; } = 2;

    /// <summary>A path that answers 2xx while the endpoint is well, asked every few seconds; null relies on requests alone.</summary>
    public string? HealthPath { get; init; }
}
