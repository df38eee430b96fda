using System.Security.Cryptography;

namespace Perto.Platform;

/// <summary>
/// What a removal leaves in a level for a while in place of the value: whoever read the source before the removal finds a mark that it did not
/// see when it began, and does not write what it made.
/// </summary>
public static class RemovalMark
{
    /// <summary>How long a mark stays: longer than anything takes to make a value.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    private const byte First = 0;

    internal const int Length = 17;

    /// <summary>A mark like no other.</summary>
    public static byte[] New()
    {
        byte[] mark = new byte[Length];
        RandomNumberGenerator.Fill(mark.AsSpan(1));
        mark[0] = First;
        return mark;
    }

    /// <summary>Whether it is a mark; a value never is.</summary>
    public static bool Is(ReadOnlySpan<byte> stored) => stored.Length == Length && stored[0] == First;
}
