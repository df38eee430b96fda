namespace Perto.Platform;

/// <summary>Whether a view has values of an entity.</summary>
public enum FeatureStatus
{
    /// <summary>There are values that hold. Single ones of them may be missing.</summary>
    Present,

    /// <summary>Nothing was written, or only after the moment that is asked about.</summary>
    NeverWritten,

    /// <summary>What was written is older than the TTL of the view. A join, which does not look that far back, says <see cref="NeverWritten"/>.</summary>
    Expired,
}
