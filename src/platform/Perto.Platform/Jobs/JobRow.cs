namespace Perto.Platform;

/// <summary>A row of the table <c>job</c>.</summary>
internal sealed record JobRow
{
    public string Name { get; init; } = "";

    /// <summary>Fire times up to here are done with.</summary>
    public long Passed { get; init; }

    public long? PausedAt { get; init; }

    public long? LastSuccessAt { get; init; }
}
