using Microsoft.Extensions.AI;

namespace Gateway;

/// <summary>A call on its way.</summary>
/// <param name="Call">What is asked.</param>
/// <param name="Entry">Who is asked.</param>
/// <param name="Options">The call's own options.</param>
/// <param name="Reservation">What was taken from the budget; null where a policy is asked, whose calls reserve themselves.</param>
/// <param name="Progress">What it has used so far.</param>
/// <param name="Started">A timestamp.</param>
internal sealed record CallAttempt(ModelCall Call, CatalogEntry Entry, ChatOptions Options, Reservation? Reservation, CallProgress Progress, long Started);
