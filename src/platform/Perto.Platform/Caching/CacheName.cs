using System.Buffers;

namespace Perto.Platform;

/// <summary>The rule for names of caches: they stand in keys, in labels of metrics and in addresses.</summary>
internal static class CacheName
{
    public const string Rule = "1 to 40 characters of a-z, 0-9 and '-'";

    private static readonly SearchValues<char> Accepted = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    public static string Require(string name) =>
        name is { Length: > 0 and <= 40 } && !name.AsSpan().ContainsAnyExcept(Accepted)
            ? name
            : throw new ArgumentException($"The name of a cache must be {Rule}; got '{name}'", nameof(name));
}
