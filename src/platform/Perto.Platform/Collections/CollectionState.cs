namespace Perto.Platform;

/// <summary>Where a derived collection is in its life.</summary>
public enum CollectionState
{
    /// <summary>Being filled; nobody sees it.</summary>
    Building,

    /// <summary>What its alias leads to.</summary>
    Live,

    /// <summary>Replaced; it stays until the next one is published, for those who still search it.</summary>
    Retired,
}
