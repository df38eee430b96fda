namespace Perto.Platform;

/// <summary>What became of what was asked for.</summary>
public enum AuditOutcome
{
    /// <summary>It was carried out.</summary>
    Done,

    /// <summary>The caller was not let in or may not do it.</summary>
    Refused,

    /// <summary>It failed on the way; parts of it may have been carried out.</summary>
    Failed,
}
