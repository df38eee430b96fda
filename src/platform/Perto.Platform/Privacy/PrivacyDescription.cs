namespace Perto.Platform;

/// <summary>What is kept about people, as the modules declared it.</summary>
public sealed record PrivacyDescription
{
    /// <summary>Tables with rows about people.</summary>
    public required IReadOnlyList<DescribedTable> Tables { get; init; }

    /// <summary>All other places.</summary>
    public required IReadOnlyList<DescribedSource> Sources { get; init; }

    /// <summary>The tenant's own vector collections, those that were declared to be about people and those that were not.</summary>
    public required IReadOnlyList<DescribedCollection> Collections { get; init; }

    /// <summary>How many erased people's data are refused.</summary>
    public required long Suppressed { get; init; }
}
