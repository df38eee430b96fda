namespace Perto.Platform;

/// <summary>A record of a collection as the database keeps it.</summary>
internal sealed record EmbeddingRow
{
    public string Id { get; init; } = "";

    public byte[] Vectors { get; init; } = [];

    public string Payload { get; init; } = "{}";
}
