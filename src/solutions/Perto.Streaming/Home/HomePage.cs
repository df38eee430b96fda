using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>A person's home page.</summary>
public sealed record HomePage
{
    /// <summary>Whose page.</summary>
    public required string User { get; init; }

    /// <summary>The page's id: impressions and clicks say with it as <c>request</c> where they come from, and rankers learn from them.</summary>
    public required string Request { get; init; }

    /// <summary>Its rows, from top to bottom; no title stands in two.</summary>
    public required IReadOnlyList<HomeRow> Rows { get; init; }

    /// <summary>The model that ranked: name@version. Null before the first training.</summary>
    public string? Model { get; init; }

    /// <summary>The experiments that it is part of, each with the arm by which it was made.</summary>
    public IReadOnlyList<PageExperiment> Experiments { get; init; } = [];

    /// <summary>Sources that the page had to do without.</summary>
    public required IReadOnlyList<Degradation> Degraded { get; init; }

    /// <summary>Milliseconds that each step took.</summary>
    public required IReadOnlyDictionary<string, double> TimingMs { get; init; }

    /// <summary>Whether the page was made for an earlier request of the same state; the timing is that of its making.</summary>
    public bool Cached { get; init; }
}
