namespace Perto.Streaming;

/// <summary>What the outbox is told of a batch.</summary>
/// <param name="Id">The batch.</param>
internal sealed record BatchOrder(string Id);
