namespace Perto.Platform;

/// <summary>Settings under <c>Perto:Database</c>.</summary>
public sealed class DatabaseSettings
{
    /// <summary>
    /// PostgreSQL, as <c>postgres://user:password@host/database</c> or as Npgsql's keywords; null: SQLite in the data folder.
    /// </summary>
    public string? Url { get; set; }
}
