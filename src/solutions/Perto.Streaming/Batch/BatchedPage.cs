using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>What a batch made for a person.</summary>
public sealed record BatchedPage
{
    /// <summary>For whom.</summary>
    public required string User { get; init; }

    /// <summary>The list, best first, where lists were asked for.</summary>
    public IReadOnlyList<BatchedTitle>? Titles { get; init; }

    /// <summary>The rows, from top to bottom, where home pages were asked for; no title stands in two.</summary>
    public IReadOnlyList<BatchedRow>? Rows { get; init; }

    /// <summary>The model that ranked: name@version. Null before the first training.</summary>
    public string? Model { get; init; }

    /// <summary>Sources that the page had to do without.</summary>
    public IReadOnlyList<Degradation> Degraded { get; init; } = [];
}
