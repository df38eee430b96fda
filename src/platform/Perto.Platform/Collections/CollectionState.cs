namespace Perto.Platform;

/// <summary>Where a physical collection stands behind its alias.</summary>
public enum CollectionState
{
    /// <summary>It is being filled; nobody searches it.</summary>
    Building,

    /// <summary>Searches by its alias go to it.</summary>
    Live,

    /// <summary>It was live until the present one; kept for searches that are under way and deleted with the next.</summary>
    Retired,
}
