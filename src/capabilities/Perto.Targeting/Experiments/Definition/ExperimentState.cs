namespace Perto.Targeting;

/// <summary>Where an experiment is in its life.</summary>
public enum ExperimentState
{
    /// <summary>Nobody has been assigned; all of it may change.</summary>
    Draft,

    /// <summary>Units are assigned; what would move them may not change.</summary>
    Running,

    /// <summary>Nobody is assigned any more. Declared again with another salt it is a new version.</summary>
    Stopped,
}
