using System.Text.RegularExpressions;

namespace Perto.Platform;

/// <summary>
/// The one place where the schema's SQL is not the same text on both engines. Migrations are written with these words, which are
/// replaced outside of quotes and comments:
/// <list type="table">
/// <listheader><term>word</term><description>SQLite / PostgreSQL</description></listheader>
/// <item><term><c>id_text</c></term><description><c>text</c> / <c>text collate "C"</c>: ids sort by their bytes on both</description></item>
/// <item><term><c>blob</c></term><description><c>blob</c> / <c>bytea</c></description></item>
/// <item><term><c>without rowid</c></term><description>kept / left out: SQLite then stores a table in the order of its text key</description></item>
/// </list>
/// Everything else is written so that both understand: <c>text</c>, <c>bigint</c>, <c>integer</c>, <c>boolean</c>,
/// <c>double precision</c> (<c>real</c> has 4 bytes on PostgreSQL and 8 on SQLite).
/// </summary>
internal static partial class SchemaSql
{
    /// <summary><paramref name="sql"/> in the words of <paramref name="dialect"/>.</summary>
    public static string For(SqlDialect dialect, string sql) =>
        Words.Replace(sql, match => match.Groups["word"] is { Success: true } word ? Translate(dialect, word.Value) : match.Value);

    private static string Translate(SqlDialect dialect, string word) => (dialect, word) switch
    {
        (SqlDialect.Postgres, "id_text") => "text collate \"C\"",
        (SqlDialect.Postgres, "blob") => "bytea",
        (SqlDialect.Postgres, "without rowid") => "",
        (_, "id_text") => "text",
        _ => word,
    };

    // What is quoted or commented matches first, so that a word inside of it is not seen.
    [GeneratedRegex("""'[^']*'|"[^"]*"|--[^\n]*|/\*.*?\*/|\b(?<word>id_text|blob|without rowid)\b""", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Words { get; }
}
