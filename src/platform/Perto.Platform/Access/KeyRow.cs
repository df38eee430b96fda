using System.Text.Json;

namespace Perto.Platform;

/// <summary>A key as it is kept.</summary>
internal sealed record KeyRow
{
    public const string Columns = "tenant, id, prefix, name, sha256, scopes, created_at, created_by, expires_at, last_used_at, revoked_at, rotated_from";

    public required string Tenant { get; init; }

    public required string Id { get; init; }

    public required string Prefix { get; init; }

    public required string Name { get; init; }

    public required byte[] Sha256 { get; init; }

    public required string Scopes { get; init; }

    public required long CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    public long? ExpiresAt { get; init; }

    public long? LastUsedAt { get; init; }

    public long? RevokedAt { get; init; }

    public string? RotatedFrom { get; init; }

    public IReadOnlyList<string> ScopeTexts => JsonSerializer.Deserialize<string[]>(Scopes, PertoJson.Options)!;

    public ScopeSet ScopeSet => ScopeSet.FromStored(ScopeTexts);

    public KeyState StateAt(long now) =>
        RevokedAt is not null ? KeyState.Revoked
        : ExpiresAt <= now ? KeyState.Expired
        : KeyState.Active;

    public ApiKey Shown(long now) => new()
    {
        Id = Id,
        Tenant = Tenant,
        Name = Name,
        Prefix = Prefix,
        Scopes = ScopeTexts,
        State = StateAt(now),
        CreatedAt = UnixMicros.ToMoment(CreatedAt),
        CreatedBy = CreatedBy,
        ExpiresAt = Moment(ExpiresAt),
        LastUsedAt = Moment(LastUsedAt),
        RevokedAt = Moment(RevokedAt),
        RotatedFrom = RotatedFrom,
    };

    private static DateTimeOffset? Moment(long? micros) => micros is { } at ? UnixMicros.ToMoment(at) : null;
}
