namespace Perto.Platform;

/// <summary>Whether a tenant's audit log is as it was written.</summary>
public sealed record AuditVerification
{
    /// <summary>Whose log.</summary>
    public required string Tenant { get; init; }

    /// <summary>Whether nothing was changed, removed, added or reordered.</summary>
    public required bool Intact { get; init; }

    /// <summary>Entries that were read.</summary>
    public required long Entries { get; init; }

    /// <summary>The oldest entry that must be there; what was before it was let go by the retention.</summary>
    public required long First { get; init; }

    /// <summary>The newest entry that must be there; 0 when nothing was ever written.</summary>
    public required long Last { get; init; }

    /// <summary>What is wrong, at most the first 20.</summary>
    public required IReadOnlyList<AuditFault> Faults { get; init; }
}
