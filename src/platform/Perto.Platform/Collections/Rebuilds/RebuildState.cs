namespace Perto.Platform;

/// <summary>Where a rebuild is in its life.</summary>
public enum RebuildState
{
    /// <summary>Asked for; a worker takes it within a second or two.</summary>
    Waiting,

    /// <summary>At work.</summary>
    Running,

    /// <summary>Complete; a re-embedding has led the alias to the new collection.</summary>
    Done,

    /// <summary>Ended by an error; the alias leads where it led.</summary>
    Failed,

    /// <summary>Ended by a person; the alias leads where it led.</summary>
    Cancelled,
}
