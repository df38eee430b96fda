using System.Buffers;

namespace Perto.Platform;

/// <summary>Names of tables and columns that become part of a statement's text.</summary>
internal static class SqlName
{
    private static readonly SearchValues<char> Accepted = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_");

    /// <summary>Gives back <paramref name="name"/> when it can stand in SQL as it is.</summary>
    /// <exception cref="ArgumentException">It is empty or has another character than a-z, 0-9 and <c>_</c>.</exception>
    public static string Require(string name) =>
        name.Length > 0 && name.AsSpan().IndexOfAnyExcept(Accepted) < 0
            ? name
            : throw new ArgumentException($"A table or column name is of a-z, 0-9 and '_'; got '{name}'", nameof(name));
}
