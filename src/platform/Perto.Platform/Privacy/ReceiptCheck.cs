namespace Perto.Platform;

/// <summary>What a receipt was compared with.</summary>
/// <param name="Matches">Whether it is about the person who was named.</param>
public sealed record ReceiptCheck(bool Matches);
