namespace Perto.Platform;

/// <summary>An embedding without its vectors and payload: what tells whether the store has it as it is.</summary>
internal sealed record EmbeddingStamp
{
    public string Id { get; init; } = "";
    public long? ExpiresAt { get; init; }
    public long UpdatedAt { get; init; }
}
