using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Perto.Platform;

/// <summary>Both ends of a tenant's chain as they are kept.</summary>
internal sealed record AuditChain
{
    public const string Columns = "first_sequence, anchor, last_sequence, last_hash, signature";

    /// <summary>The oldest entry that is kept; one more than the last when there is none.</summary>
    public required long FirstSequence { get; init; }

    /// <summary>The hash of the entry before it; zeros before the very first.</summary>
    public required byte[] Anchor { get; init; }

    public required long LastSequence { get; init; }

    public required byte[] LastHash { get; init; }

    public byte[] Signature { get; init; } = [];

    /// <summary>Before the very first entry.</summary>
    public static AuditChain Empty { get; } = new() { FirstSequence = 1, Anchor = new byte[32], LastSequence = 0, LastHash = new byte[32] };

    public AuditChain SignedFor(TenantId tenant, byte[] secret) => this with { Signature = Sign(tenant, secret) };

    public bool IsSignedFor(TenantId tenant, byte[] secret) => CryptographicOperations.FixedTimeEquals(Signature, Sign(tenant, secret));

    private byte[] Sign(TenantId tenant, byte[] secret)
    {
        byte[] numbers = new byte[2 * sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(numbers, FirstSequence);
        BinaryPrimitives.WriteInt64BigEndian(numbers.AsSpan(sizeof(long)), LastSequence);
        byte[] content = [.. numbers, .. Anchor, .. LastHash, .. Encoding.UTF8.GetBytes(tenant.Value)];
        return HMACSHA256.HashData(secret, content);
    }
}
