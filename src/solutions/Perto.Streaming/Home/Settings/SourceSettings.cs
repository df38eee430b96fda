using System.ComponentModel.DataAnnotations;

namespace Perto.Streaming;

/// <summary>How much a source of candidates may bring and how long it may take.</summary>
public sealed class SourceSettings
{
    /// <summary>Whether it is asked at all.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>How many titles it may bring.</summary>
    [Range(1, 1_000)]
    public int Take { get; set; } = 50;

    /// <summary>Milliseconds that it has; null for <see cref="StreamingSettings.SourceBudgetMs"/>.</summary>
    [Range(1, 60_000)]
    public int? BudgetMs { get; set; }
}
