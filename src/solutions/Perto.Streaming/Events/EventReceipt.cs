namespace Perto.Streaming;

/// <summary>What became of a batch.</summary>
/// <param name="Accepted">Events that are durable now.</param>
public sealed record EventReceipt(int Accepted);
