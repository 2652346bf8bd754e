using Microsoft.Extensions.AI;

namespace Gateway.OpenAI;

/// <summary>A choice of a whole answer, read.</summary>
internal sealed record ChoiceAnswer(WireChoice Wire, ChatMessage Message, IReadOnlyList<TokenLogprob>? Logprobs);
