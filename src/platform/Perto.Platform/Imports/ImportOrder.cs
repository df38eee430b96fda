namespace Perto.Platform;

/// <summary>What the outbox is told of an import.</summary>
/// <param name="Id">The run.</param>
internal sealed record ImportOrder(string Id);
