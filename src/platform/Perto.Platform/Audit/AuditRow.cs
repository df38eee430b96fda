using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Perto.Platform;

/// <summary>An entry as it is kept.</summary>
internal sealed record AuditRow
{
    public const string Columns = "sequence, at, actor, action, target, outcome, details, hash";

    public required long Sequence { get; init; }

    public required long At { get; init; }

    public required string Actor { get; init; }

    public required string Action { get; init; }

    public required string Target { get; init; }

    public required string Outcome { get; init; }

    public required string Details { get; init; }

    public byte[] Hash { get; init; } = [];

    /// <summary>The entry at <paramref name="sequence"/> of its tenant's chain.</summary>
    public static AuditRow Of(AuditEntry entry, long sequence, byte[] previous, long now)
    {
        var row = new AuditRow
        {
            Sequence = sequence,
            At = entry.At is { } at ? UnixMicros.From(at) : now,
            Actor = entry.Actor,
            Action = entry.Action,
            Target = entry.Target,
            Outcome = JsonNamingPolicy.SnakeCaseLower.ConvertName(entry.Outcome.ToString()),
            Details = JsonSerializer.Serialize(new SortedDictionary<string, object?>(entry.Details.ToDictionary(), StringComparer.Ordinal), PertoJson.Options),
        };
        return row with { Hash = row.HashAfter(entry.Tenant, previous) };
    }

    /// <summary>What <see cref="Hash"/> must be: each part goes in behind its length, so that no two contents read alike.</summary>
    public byte[] HashAfter(TenantId tenant, ReadOnlySpan<byte> previous)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(previous);
        Span<byte> number = stackalloc byte[sizeof(long)];
        foreach (long value in (ReadOnlySpan<long>)[Sequence, At])
        {
            BinaryPrimitives.WriteInt64BigEndian(number, value);
            hash.AppendData(number);
        }
        foreach (string text in (ReadOnlySpan<string>)[tenant.Value, Actor, Action, Target, Outcome, Details])
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            BinaryPrimitives.WriteInt64BigEndian(number, bytes.Length);
            hash.AppendData(number);
            hash.AppendData(bytes);
        }
        return hash.GetHashAndReset();
    }

    public AuditRecord Shown() => new()
    {
        Sequence = Sequence,
        At = UnixMicros.ToMoment(At),
        Actor = Actor,
        Action = Action,
        Target = Target,
        Outcome = Enum.Parse<AuditOutcome>(Outcome, ignoreCase: true),
        Details = JsonSerializer.Deserialize<JsonElement>(Details),
        Hash = Convert.ToHexStringLower(Hash),
    };
}
