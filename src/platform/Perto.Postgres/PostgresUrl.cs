using Npgsql;
using Perto.Platform;

namespace Perto.Postgres;

/// <summary>Reads what people put into <c>Perto:Database:Url</c> and <c>Perto:Database:ReadReplicaUrl</c>.</summary>
public static class PostgresUrl
{
    private const string Primary = "Perto:Database:Url";
    private const string Allowed = "postgres://user:password@host:port/database?option=value or Host=...;Database=...";

    /// <summary>The connection string for Npgsql.</summary>
    /// <param name="given">
    /// <c>postgres://user:password@host:5432/database?sslmode=require</c> (also <c>postgresql://</c>; parts are percent-encoded), or
    /// Npgsql's keywords.
    /// </param>
    /// <param name="setting">The setting that it stands in, for the error.</param>
    /// <exception cref="InvalidSettingException">It is neither; a password in it is not repeated.</exception>
    public static string Parse(string given, string setting = Primary)
    {
        try
        {
            NpgsqlConnectionStringBuilder connection = IsUrl(given) ? FromUrl(new Uri(given)) : new NpgsqlConnectionStringBuilder(given);
            if (string.IsNullOrEmpty(connection.Host))
                throw new InvalidSettingException(setting, "(a value without a host)", Allowed);
            connection.ApplicationName ??= "perto";
            if (connection.MaxAutoPrepare == 0)
                connection.MaxAutoPrepare = 100;
            // Everything that is set is set for its transaction, so that there is nothing to reset when a connection goes back to the pool.
            if (!connection.ShouldSerialize("No Reset On Close"))
                connection.NoResetOnClose = true;
            // Npgsql's own default is all that a PostgreSQL server takes by default: a second process would be turned away.
            if (!connection.ShouldSerialize("Maximum Pool Size"))
                connection.MaxPoolSize = 20;
            return connection.ConnectionString;
        }
        catch (Exception malformed) when (malformed is UriFormatException or ArgumentException or FormatException or InvalidCastException)
        {
            throw new InvalidSettingException(setting, "(not shown, it may hold a password)", Allowed, malformed);
        }
    }

    private static bool IsUrl(string given) =>
        given.StartsWith("postgres://", StringComparison.Ordinal) || given.StartsWith("postgresql://", StringComparison.Ordinal);

    private static NpgsqlConnectionStringBuilder FromUrl(Uri url)
    {
        var connection = new NpgsqlConnectionStringBuilder { Host = url.Host.Trim('[', ']') };
        if (url.Port > 0)
            connection.Port = url.Port;
        string[] user = url.UserInfo.Split(':', 2);
        if (user[0].Length > 0)
            connection.Username = Uri.UnescapeDataString(user[0]);
        if (user.Length == 2)
            connection.Password = Uri.UnescapeDataString(user[1]);
        if (url.AbsolutePath.Length > 1)
            connection.Database = Uri.UnescapeDataString(url.AbsolutePath[1..]);
        foreach (string option in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = option.Split('=', 2);
            connection[Keyword(Uri.UnescapeDataString(parts[0]))] = parts.Length == 2 ? Uri.UnescapeDataString(parts[1]) : "";
        }
        return connection;
    }

    // The names that libpq's URLs use where Npgsql has another.
    private static string Keyword(string option) => option switch
    {
        "sslmode" => "SSL Mode",
        "sslrootcert" => "Root Certificate",
        "connect_timeout" => "Timeout",
        "application_name" => "Application Name",
        "options" => "Options",
        _ => option,
    };
}
