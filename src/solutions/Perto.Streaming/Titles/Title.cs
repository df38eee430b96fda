using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>A film or a series as the catalogue snapshot holds it.</summary>
public sealed class Title : ICatalogueItem
{
    /// <inheritdoc/>
    public required int Ordinal { get; init; }

    /// <inheritdoc/>
    public required string Id { get; init; }

    /// <summary>Its name, without the year.</summary>
    public required string Name { get; init; }

    /// <summary>Year of release, if known.</summary>
    public int? Year { get; init; }

    /// <summary>Its genres, as the service names them.</summary>
    public required IReadOnlyList<string> Genres { get; init; }

    /// <summary>How many people rated it, when the snapshot was made.</summary>
    public int Ratings { get; init; }

    /// <summary>Mean rating on 0.5..5; 0 when nobody rated it.</summary>
    public double AverageRating { get; init; }

    /// <summary>How often it was started, when the snapshot was made.</summary>
    public int Views { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Year is { } year ? $"{Name} ({year})" : Name;
}
