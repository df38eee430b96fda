using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>Titles near to one title.</summary>
public sealed record SimilarTitles
{
    /// <summary>The title they are near to.</summary>
    public required TitleSummary Title { get; init; }

    /// <summary>Nearest first; the score is the cosine of the two titles' vectors.</summary>
    public required IReadOnlyList<RecommendedTitle> Titles { get; init; }

    /// <summary>The model whose vectors were compared: name@version. Null before the first training.</summary>
    public string? Model { get; init; }

    /// <summary>Sources that the list had to do without.</summary>
    public required IReadOnlyList<Degradation> Degraded { get; init; }

    /// <summary>Milliseconds that each step took.</summary>
    public required IReadOnlyDictionary<string, double> TimingMs { get; init; }
}
