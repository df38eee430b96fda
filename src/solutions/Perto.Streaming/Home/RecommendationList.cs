using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>One list of titles for somebody.</summary>
public sealed record RecommendationList
{
    /// <summary>For whom.</summary>
    public required string User { get; init; }

    /// <summary>Best first.</summary>
    public required IReadOnlyList<RecommendedTitle> Titles { get; init; }

    /// <summary>The model that ranked: name@version. Null before the first training.</summary>
    public string? Model { get; init; }

    /// <summary>Sources that the list had to do without.</summary>
    public required IReadOnlyList<Degradation> Degraded { get; init; }

    /// <summary>Milliseconds that each step took.</summary>
    public required IReadOnlyDictionary<string, double> TimingMs { get; init; }
}
