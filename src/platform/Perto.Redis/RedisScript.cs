using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Perto.Redis;

/// <summary>A Lua script that the server runs as one step; it is sent once and then called by its digest.</summary>
/// <param name="text">Its text; <c>KEYS</c> and <c>ARGV</c> count from 1.</param>
public sealed class RedisScript(string text)
{
    /// <summary>Its text.</summary>
    public string Text { get; } = text;

    /// <summary>SHA-1 of the text in hexadecimal, as the server names scripts.</summary>
    public string Digest { get; } = Sha1(text);

    [SuppressMessage("Security", "CA5350", Justification = "The protocol's name for a script, not a protection")]
    private static string Sha1(string text) => Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(text)));
}
