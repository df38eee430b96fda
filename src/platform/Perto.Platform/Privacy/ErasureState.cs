namespace Perto.Platform;

/// <summary>How far an erasure is.</summary>
public enum ErasureState
{
    /// <summary>Data are being deleted; new ones are refused already.</summary>
    Running,

    /// <summary>All is deleted, the person's id is forgotten, and the files of the database are being cleaned.</summary>
    Purging,

    /// <summary>Done.</summary>
    Done,
}
