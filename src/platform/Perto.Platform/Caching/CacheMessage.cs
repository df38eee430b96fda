using System.Runtime.InteropServices;
using System.Text;

namespace Perto.Platform;

/// <summary>What one server tells the others: a key or a tag of a cache is no longer what it was.</summary>
/// <param name="Origin">The process that tells it.</param>
/// <param name="Cache">The cache's name.</param>
/// <param name="Tenant">Whose.</param>
/// <param name="Name">The key or the tag, as the caller gave it.</param>
/// <param name="IsTag">Whether it is a tag; the empty one stands for all values of the tenant.</param>
internal sealed record CacheMessage(Guid Origin, string Cache, TenantId Tenant, string Name, bool IsTag)
{
    private const int HeaderLength = 2 + 16 + 2;

    /// <summary>Magic, kind, origin, the lengths of cache and tenant, both as ASCII, and the name in UTF-16 as it is in memory.</summary>
    public byte[] Encode()
    {
        byte[] bytes =
        [
            (byte)'P', IsTag ? (byte)'t' : (byte)'k', .. Origin.ToByteArray(), (byte)Cache.Length, (byte)Tenant.Value.Length,
            .. Encoding.ASCII.GetBytes(Cache), .. Encoding.ASCII.GetBytes(Tenant.Value), .. MemoryMarshal.AsBytes(Name.AsSpan()),
        ];
        return bytes;
    }

    /// <summary>What <see cref="Encode"/> was given; null: it is something else.</summary>
    public static CacheMessage? Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderLength || bytes[0] != 'P' || bytes[1] is not ((byte)'k' or (byte)'t'))
            return null;
        int cache = bytes[18];
        int tenant = bytes[19];
        ReadOnlySpan<byte> rest = bytes[HeaderLength..];
        if (rest.Length < cache + tenant || (rest.Length - cache - tenant) % sizeof(char) != 0)
            return null;
        string named = Encoding.ASCII.GetString(rest.Slice(cache, tenant));
        return TenantId.IsValid(named)
            ? new CacheMessage(
                new Guid(bytes.Slice(2, 16)),
                Encoding.ASCII.GetString(rest[..cache]),
                new TenantId(named),
                new string(MemoryMarshal.Cast<byte, char>(rest[(cache + tenant)..])),
                bytes[1] == 't')
            : null;
    }
}
