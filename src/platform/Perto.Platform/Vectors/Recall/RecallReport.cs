namespace Perto.Platform;

/// <summary>How well an index finds what an exact search finds.</summary>
public sealed record RecallReport
{
    /// <summary>The vector that was searched.</summary>
    public required string Vector { get; init; }

    /// <summary>How many neighbours were compared.</summary>
    public required int K { get; init; }

    /// <summary>Records that were used as queries; each is left out of its own answers.</summary>
    public required int Queries { get; init; }

    /// <summary>Records that they were drawn from.</summary>
    public required long DrawnFrom { get; init; }

    /// <summary>Mean time of an exact search in the store, in milliseconds.</summary>
    public required double ExactMs { get; init; }

    /// <summary>Whether the time was up before all queries that were asked for were made.</summary>
    public required bool Shortened { get; init; }

    /// <summary>One for each number of candidates, in ascending order.</summary>
    public required IReadOnlyList<RecallPoint> Points { get; init; }
}
