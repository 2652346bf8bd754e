using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Gateway.Evals.Live;

/// <summary>
/// A live model whose answers are kept. One that is there already is given as if it had just been bought, usage and all: what a policy costs
/// must not depend on what was evaluated before it. What was truly bought is counted beside.
/// </summary>
/// <param name="inner">The model's own pipeline.</param>
/// <param name="store">Where answers are kept.</param>
/// <param name="purchases">Where what was truly bought is counted.</param>
/// <param name="model">Its name.</param>
/// <param name="identity">Which model that is.</param>
/// <param name="scope">Within which answers are shared: another seed draws others.</param>
internal sealed class StoredChatClient(IChatClient inner, CandidateStore store, Purchases purchases, string model, string identity, string scope) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var key = CandidateKey.Of(scope, identity, messages, options);
        var run = CallProgress.Of(options)?.Share ?? "";
        if (store.TryGet(key, out var stored) && stored.Serves(options))
        {
            purchases.Add(run, bought: false);
            return stored.ToResponse();
        }

        var response = await InnerClient.GetResponseAsync(messages, options, cancellationToken);
        purchases.Add(run, bought: true);
        if (StoredCandidate.Of(key, model, response) is { } candidate) store.Keep(candidate);
        return response;
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var response = await GetResponseAsync(messages, options, cancellationToken);
        foreach (var update in response.ToChatResponseUpdates()) yield return update;
    }

    // Each sample is asked for by itself: one request for several could not be kept by sample.
    public override object? GetService(Type serviceType, object? serviceKey = null) => serviceType == typeof(IBatchSampler) ? null : base.GetService(serviceType, serviceKey);
}
