namespace Perto.Platform;

/// <summary>Which engine answers. SQL is one text for both; this names the few seams where it cannot be.</summary>
public enum SqlDialect
{
    /// <summary>The embedded default.</summary>
    Sqlite,

    /// <summary>PostgreSQL 15 or newer.</summary>
    Postgres,
}
