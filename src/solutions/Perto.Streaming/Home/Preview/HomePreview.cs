using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>
/// A home page as chosen versions of the models make it, with all that the ranking saw. It was shown to nobody: it is not written down as served, so
/// nothing learns from it, and it is not kept.
/// </summary>
public sealed record HomePreview
{
    /// <summary>The name of the hand-set blend that ranks where no learned ranker does.</summary>
    public const string Blend = "blend";

    /// <summary>Whose page.</summary>
    public required string User { get; init; }

    /// <summary>The moment that it was made for. Made again for the same moment and versions, it draws the same.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>Its rows, from top to bottom; no title stands in two.</summary>
    public required IReadOnlyList<HomeRow> Rows { get; init; }

    /// <summary>The collaborative model that found titles: name@version. Null where there was none.</summary>
    public string? Collaborative { get; init; }

    /// <summary>What ranked: name@version, or <c>blend</c>.</summary>
    public required string Ranker { get; init; }

    /// <summary>Sources that the page had to do without.</summary>
    public required IReadOnlyList<Degradation> Degraded { get; init; }

    /// <summary>Milliseconds that each step took; the models were read before.</summary>
    public required IReadOnlyDictionary<string, double> TimingMs { get; init; }

    /// <summary>Names of the features, in the order in which <c>features</c> has their values; none where they could not be read.</summary>
    public required IReadOnlyList<string> FeatureNames { get; init; }

    /// <summary>What the ranking saw of each title of the page, in the order of the rows.</summary>
    public required IReadOnlyList<SeenFeatures> Features { get; init; }
}
