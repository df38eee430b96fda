using System.ComponentModel.DataAnnotations;

namespace Perto.Platform;

/// <summary>Settings of the audit log, under <c>Perto:Audit:</c>.</summary>
public sealed class AuditSettings
{
    /// <summary>The section below <c>Perto:</c>.</summary>
    public const string Section = "Audit";

    /// <summary>How long entries are kept, in days; 0: for ever.</summary>
    [Range(0, 36_500)]
    public int RetainDays { get; set; }
}
