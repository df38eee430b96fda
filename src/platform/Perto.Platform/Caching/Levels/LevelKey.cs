using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Perto.Platform;

/// <summary>
/// Keys as levels outside of this process know them: short and of plain characters. What is neither becomes its SHA-256, so that no two keys
/// meet, whatever they are made of.
/// </summary>
internal static class LevelKey
{
    private const int Longest = 120;
    private const char HashSign = '#';

    private static readonly SearchValues<char> Plain =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:/@+=,");

    /// <summary>A key, or a tag, for a level.</summary>
    public static string Of(string key) =>
        key.Length <= Longest && !key.AsSpan().ContainsAnyExcept(Plain)
            ? key
            // The characters as they are in memory: as UTF-8, halves of surrogate pairs would all become the same.
            : HashSign + Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(key.AsSpan())));
}
