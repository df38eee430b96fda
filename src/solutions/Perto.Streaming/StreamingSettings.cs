using System.ComponentModel.DataAnnotations;

namespace Perto.Streaming;

/// <summary>Settings of the streaming solution; section <c>Perto:Streaming</c>.</summary>
public sealed class StreamingSettings
{
    /// <summary>How long a home page may be answered again for the same person in the same state; 0 turns the cache off.</summary>
    [Range(0, 1440)]
    public int HomeCacheMinutes { get; set; } = 10;

    /// <summary>Milliseconds that a candidate source has before the page goes on without it.</summary>
    [Range(1, 60_000)]
    public int SourceBudgetMs { get; set; } = 40;

    /// <summary>What each source of candidates may do.</summary>
    public SourcesSettings Sources { get; set; } = new();

    /// <summary>How the top of a list is spread out.</summary>
    public DiversitySettings Diversity { get; set; } = new();

    /// <summary>Share of the first 20 of a list that is filled by draws; 0 for none.</summary>
    [Range(0.0, 0.5)]
    public double ExplorationShare { get; set; } = 0.1;

    /// <summary>What the score of a title of the service's own making is multiplied with.</summary>
    [Range(0.01, 100)]
    public double OriginalsBoost { get; set; } = 1.1;

    /// <summary>How the rows of a page are ordered.</summary>
    public RowOrderSettings Rows { get; set; } = new();

    /// <summary>When a title that is shown and never opened gives way.</summary>
    public FatigueSettings Fatigue { get; set; } = new();

    /// <summary>Rules of the house.</summary>
    public IList<HouseRuleSettings> Rules { get; } = [];
}
