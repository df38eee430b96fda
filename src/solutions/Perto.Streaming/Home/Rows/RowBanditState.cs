namespace Perto.Streaming;

/// <summary>A row of the table <c>streaming_row_bandit</c>.</summary>
internal sealed record RowBanditState
{
    /// <summary>The page that was learned from last: when it was made, in Unix microseconds.</summary>
    public long LearnedAt { get; init; }

    /// <summary>Its id.</summary>
    public string LearnedId { get; init; } = "";

    /// <summary>How many pages were learned from.</summary>
    public long Pages { get; init; }

    /// <summary>The bandit's file.</summary>
    public byte[] Bandit { get; init; } = [];
}
