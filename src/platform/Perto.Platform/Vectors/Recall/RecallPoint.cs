namespace Perto.Platform;

/// <summary>What the index found with one number of candidates.</summary>
public sealed record RecallPoint
{
    /// <summary>Candidates that each search looked at.</summary>
    public required int Ef { get; init; }

    /// <summary>Share of the nearest records that were found, 0 to 1: the mean over the queries.</summary>
    public required double Recall { get; init; }

    /// <summary>Mean time of a search in the store, in milliseconds.</summary>
    public required double MeanMs { get; init; }

    /// <summary>Mean number of vectors, or codes, that a search compared.</summary>
    public required double Compared { get; init; }

    /// <summary>How most of the searches were done, in words.</summary>
    public required string Strategy { get; init; }
}
