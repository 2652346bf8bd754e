using Microsoft.Extensions.AI;

namespace Gateway.Hosting;

/// <summary>A model's pipeline, and what it stands on.</summary>
/// <param name="Client">Asks the model.</param>
/// <param name="Owned">What is disposed after the client, in this order.</param>
internal sealed record OpenedModel(IChatClient Client, params IReadOnlyList<IDisposable> Owned) : IDisposable
{
    public void Dispose()
    {
        Client.Dispose();
        foreach (var owned in Owned) owned.Dispose();
    }
}
