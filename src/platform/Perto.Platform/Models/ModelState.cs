namespace Perto.Platform;

/// <summary>Where a model version is in its life.</summary>
public enum ModelState
{
    /// <summary>Saved, not in use.</summary>
    Candidate,

    /// <summary>In use; one version of a name at a time.</summary>
    Live,

    /// <summary>Was live.</summary>
    Retired,

    /// <summary>Did not pass its gate.</summary>
    Rejected,
}
