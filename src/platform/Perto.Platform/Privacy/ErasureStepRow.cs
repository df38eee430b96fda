namespace Perto.Platform;

/// <summary>A row of the table <c>privacy_erasure_step</c>.</summary>
internal sealed record ErasureStepRow
{
    public string Erasure { get; init; } = "";

    public string Source { get; init; } = "";

    public long Items { get; init; }

    public long? FinishedAt { get; init; }
}
