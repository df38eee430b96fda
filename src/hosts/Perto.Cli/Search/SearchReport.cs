using Perto.Platform;
using Perto.Recommendations;

namespace Perto.Cli;

/// <summary>What <c>perto search evaluate</c> prints.</summary>
internal sealed record SearchReport
{
    /// <summary>The protocol in words.</summary>
    public required string Protocol { get; init; }

    /// <summary>What was noticed of the files, in words.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>How texts were embedded; null where they were not.</summary>
    public string? Model { get; init; }

    /// <summary>What each way to search reached.</summary>
    public required IReadOnlyList<RetrievalResult> Results { get; init; }

    /// <summary>Each way against BM25, on the same queries.</summary>
    public IReadOnlyList<ModelComparison> Comparisons { get; init; } = [];

    /// <summary>How the hybrid fuses; null where there is none.</summary>
    public string? Fusion { get; init; }

    /// <summary>What was learned of fusing, and the decision of its gate.</summary>
    public LearnedFusion? Learned { get; init; }

    /// <summary>What others reached on these data.</summary>
    public PublishedRetrieval? Published { get; init; }
}
