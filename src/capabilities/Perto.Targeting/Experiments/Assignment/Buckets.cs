using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Perto.Targeting;

/// <summary>
/// Where a unit falls by a salted hash: the first 8 bytes of SHA-256 of <c>salt:unit</c> in UTF-8, as a big-endian number, modulo 10,000. The same
/// everywhere, uniform, and independent between salts. After the salted hashing of PlanOut (Bakshy, Eckles and Bernstein 2014, section 3.2).
/// </summary>
public static class Buckets
{
    /// <summary>How many there are.</summary>
    public const int Count = 10_000;

    // A unit's bytes that fit here cost no memory.
    private const int Short = 512;

    /// <summary>The bucket of a unit, 0 to 9,999.</summary>
    /// <param name="salt">Without a colon, so that no two pairs of salt and unit are the same text.</param>
    /// <param name="unit">Who or what falls somewhere.</param>
    /// <exception cref="ArgumentException">The salt has a colon.</exception>
    public static int Of(string salt, string unit)
    {
        ArgumentNullException.ThrowIfNull(salt);
        ArgumentNullException.ThrowIfNull(unit);
        if (salt.Contains(':', StringComparison.Ordinal))
            throw new ArgumentException($"A salt has no colon; got '{salt}'", nameof(salt));
        int length = Encoding.UTF8.GetByteCount(salt) + 1 + Encoding.UTF8.GetByteCount(unit);
        Span<byte> text = length <= Short ? stackalloc byte[length] : new byte[length];
        int at = Encoding.UTF8.GetBytes(salt, text);
        text[at++] = (byte)':';
        Encoding.UTF8.GetBytes(unit, text[at..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, hash);
        return (int)(BinaryPrimitives.ReadUInt64BigEndian(hash) % Count);
    }
}
