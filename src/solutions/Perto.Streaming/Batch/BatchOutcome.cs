namespace Perto.Streaming;

/// <summary>What a batch made for a person, or what stood against it.</summary>
internal sealed record BatchOutcome(string User, BatchedPage? Page, Exception? Failure);
