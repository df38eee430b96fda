namespace Perto.Platform;

/// <summary>A view as it is kept.</summary>
public sealed record FeatureViewInfo
{
    /// <summary>Its definition.</summary>
    public required FeatureView View { get; init; }

    /// <summary>When this version was declared first.</summary>
    public required DateTimeOffset DeclaredAt { get; init; }

    /// <summary>All versions, ascending. Reading and writing without a version is of the last.</summary>
    public required IReadOnlyList<int> Versions { get; init; }
}
