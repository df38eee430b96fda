namespace Perto.Platform;

/// <summary>What became of an enqueue.</summary>
/// <param name="Id">The message's id; that of the first one where this is its double.</param>
/// <param name="IsNew">False when a message with the same dedupe id was there already and nothing was written.</param>
public readonly record struct OutboxReceipt(string Id, bool IsNew);
