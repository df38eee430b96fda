using System.Text.Json;

namespace Perto.Platform;

/// <summary>
/// Makes, lists, rotates and revokes keys; each change stands in the audit log in the same transaction. Nobody can do anything to a key that allows more
/// than they may do themselves: whoever could rotate it would have it.
/// </summary>
public sealed class KeyStore(IDatabase database, KeyRing ring, AuditLog audit, AccessModules modules, IdGenerator ids, TimeProvider clock)
{
    private const int LongestName = 100;
    private const string FirstStart = "first_start";

    /// <inheritdoc cref="IKeys.ListAsync"/>
    public Task<Page<ApiKey>> ListAsync(Caller caller, string? tenant, Paging paging, CancellationToken cancellationToken = default)
    {
        TenantId owner = caller.TenantOr(tenant);
        string after = Cursor.Read(paging.Cursor, 1)?.Text(0) ?? "";
        return database.ReadAsync(
            async session =>
            {
                IReadOnlyList<KeyRow> rows = await session.QueryAsync<KeyRow>(
                    $"select {KeyRow.Columns} from api_key where tenant = @owner and id > @after order by id limit @limit",
                    new { owner, after, limit = paging.Limit + 1 });
                long now = UnixMicros.Now(clock);
                return paging.Page(rows, row => Cursor.Write(row.Id)).Select(row => row.Shown(now));
            },
            cancellationToken);
    }

    /// <inheritdoc cref="IKeys.CreateAsync"/>
    public async Task<IssuedKey> CreateAsync(Caller caller, KeyDraft draft, CancellationToken cancellationToken = default)
    {
        TenantId tenant = caller.TenantOr(draft.Tenant);
        if (tenant.Value.StartsWith('_'))
            throw new InvalidValueException("tenant", tenant.Value, "a name that begins with another character than '_'", "Tenants that begin with '_' belong to Perto itself");
        CheckName(draft.Name);
        ScopeSet scopes = ScopeSet.Parse(draft.Scopes, modules.Names);
        RequireCover(caller, scopes);
        (KeyRow row, string key) = Draw(tenant, draft.Name, scopes.Texts, caller.Actor, Expiry(draft));
        await database.WriteAsync(session => InsertAsync(session, row, "keys.create"), cancellationToken);
        return new IssuedKey { Key = key, Details = row.Shown(row.CreatedAt) };
    }

    /// <inheritdoc cref="IKeys.RotateAsync"/>
    public async Task<IssuedKey> RotateAsync(Caller caller, string id, KeyRotation rotation, string? tenant = null, CancellationToken cancellationToken = default)
    {
        if (rotation.GraceSeconds is < 0 or > KeyRotation.MaxGraceSeconds)
            throw InvalidValueException.OutOfRange("grace_seconds", rotation.GraceSeconds, 0, KeyRotation.MaxGraceSeconds);
        TenantId owner = caller.TenantOr(tenant);
        (KeyRow old, KeyRow next, string key) = await database.WriteAsync(
            async session =>
            {
                long now = UnixMicros.Now(clock);
                KeyRow old = await FindAsync(session, owner, id);
                RequireCover(caller, old.ScopeSet);
                if (old.StateAt(now) != KeyState.Active)
                    throw new ConflictException("key_not_active", $"Key '{id}' is {old.StateAt(now).ToString().ToLowerInvariant()}; make a new one in its place");
                long? expiry = old.ExpiresAt is { } end ? now + end - old.CreatedAt : null;
                (KeyRow next, string key) = Draw(owner, old.Name, old.ScopeTexts, caller.Actor, expiry, old.Id);
                long until = Math.Min(old.ExpiresAt ?? long.MaxValue, now + (rotation.GraceSeconds * 1_000_000));
                await session.ExecuteAsync("update api_key set expires_at = @until where tenant = @owner and id = @id", new { owner, id, until });
                await InsertAsync(session, next, "keys.rotate");
                return (old, next, key);
            },
            cancellationToken);
        ring.Forget(old.Prefix);
        return new IssuedKey { Key = key, Details = next.Shown(next.CreatedAt) };
    }

    /// <inheritdoc cref="IKeys.RevokeAsync"/>
    public async Task RevokeAsync(Caller caller, string id, string? tenant = null, CancellationToken cancellationToken = default)
    {
        TenantId owner = caller.TenantOr(tenant);
        KeyRow revoked = await database.WriteAsync(
            async session =>
            {
                KeyRow row = await FindAsync(session, owner, id);
                RequireCover(caller, row.ScopeSet);
                if (row.RevokedAt is not null)
                    return row;
                await session.ExecuteAsync("update api_key set revoked_at = @now where tenant = @owner and id = @id", new { owner, id, now = UnixMicros.Now(clock) });
                await audit.AppendAsync(session, Entry(row, caller.Actor, "keys.revoke"));
                return row;
            },
            cancellationToken);
        ring.Forget(revoked.Prefix);
    }

    /// <summary>
    /// Makes the first key of the installation (<c>operator</c>, tenant <c>local</c>), unless there is or ever was one. Of servers that start together one
    /// makes it.
    /// </summary>
    /// <returns>The key, or null when there was one.</returns>
    public async Task<IssuedKey?> CreateFirstAsync(CancellationToken cancellationToken = default)
    {
        (KeyRow row, string key) = Draw(TenantId.Local, "first key", ScopeSet.Everything.Texts, FirstStart, expiresAt: null);
        bool made = await database.WriteAsync(
            async session =>
            {
                if (await session.ScalarAsync<long>("select count(*) from api_key") > 0)
                    return false;
                await InsertAsync(session, row, "keys.create");
                return true;
            },
            cancellationToken);
        return made ? new IssuedKey { Key = key, Details = row.Shown(row.CreatedAt) } : null;
    }

    private static void RequireCover(Caller caller, ScopeSet scopes)
    {
        if (!caller.Scopes.Covers(scopes))
            throw new ScopeMissingException(scopes.ToString(), caller.Scopes, $"A key with {scopes} can be made, rotated and revoked only by who has all of that; this key has {caller.Scopes}");
    }

    private static void CheckName(string name)
    {
        string rule = $"1 to {LongestName} characters, no control characters";
        if (name.Length is 0 or > LongestName || name.Any(char.IsControl))
            throw new InvalidValueException("name", name, rule, $"name must have {rule}");
        if (KeyText.IsIn(name))
            throw new InvalidValueException("name", given: null, rule, "name must not hold a key");
    }

    private long? Expiry(KeyDraft draft)
    {
        long now = UnixMicros.Now(clock);
        switch (draft)
        {
            case { ExpiresInSeconds: not null, ExpiresAt: not null }:
                throw new InvalidValueException("expires_in_seconds", draft.ExpiresInSeconds, "one of expires_in_seconds and expires_at", "expires_in_seconds and expires_at say the same thing; give one");
            case { ExpiresInSeconds: { } seconds }:
                const long most = 100L * 365 * 24 * 60 * 60;
                return seconds is >= 1 and <= most ? now + (seconds * 1_000_000) : throw InvalidValueException.OutOfRange("expires_in_seconds", seconds, 1, most);
            case { ExpiresAt: { } at }:
                return UnixMicros.From(at) > now ? UnixMicros.From(at) : throw new InvalidValueException("expires_at", at, "a moment in the future", "expires_at must be in the future");
            default:
                return null;
        }
    }

    private (KeyRow Row, string Key) Draw(
        TenantId tenant, string name, IReadOnlyList<string> scopes, string createdBy, long? expiresAt, string? rotatedFrom = null)
    {
        string key = KeyText.New();
        var row = new KeyRow
        {
            Tenant = tenant.Value,
            Id = ids.NewId(),
            Prefix = KeyText.PrefixOf(key),
            Name = name,
            Sha256 = KeyText.Digest(key),
            Scopes = JsonSerializer.Serialize(scopes, PertoJson.Options),
            CreatedAt = UnixMicros.Now(clock),
            CreatedBy = createdBy,
            ExpiresAt = expiresAt,
            RotatedFrom = rotatedFrom,
        };
        return (row, key);
    }

    private async Task InsertAsync(DatabaseSession session, KeyRow row, string action)
    {
        // Two keys with one prefix: one in a billion at a thousand keys. The database refuses the second, and the caller tries again.
        await session.ExecuteAsync(
            $"""
            insert into api_key ({KeyRow.Columns})
            values (@Tenant, @Id, @Prefix, @Name, @Sha256, @Scopes, @CreatedAt, @CreatedBy, @ExpiresAt, @LastUsedAt, @RevokedAt, @RotatedFrom)
            """,
            row);
        await audit.AppendAsync(session, Entry(row, row.CreatedBy, action));
    }

    private static AuditEntry Entry(KeyRow row, string actor, string action) => new()
    {
        Tenant = new TenantId(row.Tenant),
        Actor = actor,
        Action = action,
        Target = $"key/{row.Id}",
        Details = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["prefix"] = row.Prefix,
            ["scopes"] = row.ScopeTexts,
            ["expires_at"] = row.ExpiresAt,
            ["rotated_from"] = row.RotatedFrom,
        },
    };

    private static async Task<KeyRow> FindAsync(DatabaseSession session, TenantId tenant, string id) =>
        await session.FirstOrDefaultAsync<KeyRow>($"select {KeyRow.Columns} from api_key where tenant = @tenant and id = @id", new { tenant, id })
            ?? throw new NotFoundException("key", id);
}
