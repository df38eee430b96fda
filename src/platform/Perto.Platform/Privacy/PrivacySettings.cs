namespace Perto.Platform;

/// <summary>Settings under <c>Perto:Privacy</c>.</summary>
public sealed class PrivacySettings
{
    /// <summary>The section below <c>Perto:</c>.</summary>
    public const string Section = "Privacy";

    /// <summary>
    /// How long rows of a declared table with a time column are kept: <c>Perto:Privacy:Retention:streaming_exposure = 90.00:00:00</c>. Tables
    /// that are not named are kept until somebody deletes them. At least an hour.
    /// </summary>
    public Dictionary<string, string> Retention { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Whether an erasure writes the files of the database anew, so that free space inside of them is clean as well; null: on SQLite, where
    /// only writes wait for it, and not on PostgreSQL, where it locks each table (<c>vacuum full</c>).
    /// </summary>
    public bool? Rewrite { get; set; }
}
