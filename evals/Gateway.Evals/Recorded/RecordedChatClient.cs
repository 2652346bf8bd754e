using System.Globalization;
using System.Runtime.CompilerServices;
using Gateway.Evals.Running;
using Microsoft.Extensions.AI;

namespace Gateway.Evals.Recorded;

/// <summary>
/// A model that says what it said when it was recorded: item and sample index give the stored answer. Anything else that it is asked, an item
/// or sample that is not there or another prompt than the item's, is <see cref="FaultKind.NotRecorded"/>, never a repeat of another answer.
/// </summary>
/// <param name="outputs">What it said.</param>
/// <param name="prefixTokens">What it read before each prompt, in tokens: part of an estimated input.</param>
internal sealed class RecordedChatClient(RecordedOutputs outputs, int prefixTokens) : IChatClient
{
    private const int CharactersPerToken = 4;

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        try
        {
            return Task.FromResult(Answer(messages, options));
        }
        catch (ModelCallException exception)
        {
            return Task.FromException<ChatResponse>(exception);
        }
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var response = await GetResponseAsync(messages, options, cancellationToken);
        foreach (var update in response.ToChatResponseUpdates()) yield return update;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
        // Nothing to release.
    }

    private ChatResponse Answer(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        if (AskedItem.Of(options) is not { } asked || !asked.IsAskedBy(messages))
            throw NotRecorded($"{outputs.Model} is a recorded model and was asked something else than a suite's item; what policies write themselves, such as a judge's question, needs a live model");

        var id = asked.Item.Id;
        var path = options.SamplePath();
        if (!int.TryParse(path, NumberStyles.None, CultureInfo.InvariantCulture, out var sample) || !outputs.TryGet(id, sample, out var output))
        {
            var there = outputs.SamplesOf(id);
            throw NotRecorded($"{outputs.Model}: sample {path} of {id} was not recorded; there {(there == 1 ? "is 1 sample" : $"are {there} samples")} of it");
        }

        var response = new ChatResponse(new ChatMessage(ChatRole.Assistant, output.Text))
        {
            ModelId = outputs.Model,
            FinishReason = ChatFinishReason.Stop,
            Usage = UsageOf(output, asked),
        };
        if (output.Logprobs is { } logprobs) response.SetLogprobs(logprobs);
        return response;
    }

    private UsageDetails UsageOf(RecordedOutput output, AskedItem asked)
    {
        var usage = new UsageDetails
        {
            InputTokenCount = output.InputTokens ?? Tokens(asked.PromptCharacters) + prefixTokens,
            OutputTokenCount = output.OutputTokens ?? Tokens(output.Text.Length),
        };
        return output.InputTokens is null || output.OutputTokens is null ? usage.AsEstimate() : usage;
    }

    private static long Tokens(int characters) => (characters + CharactersPerToken - 1) / CharactersPerToken;

    private static ModelCallException NotRecorded(string message) => new(new ModelFault(FaultKind.NotRecorded, message));
}
