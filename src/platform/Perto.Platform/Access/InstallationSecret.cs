using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Perto.Platform;

/// <summary>
/// Secrets that an installation makes for itself and keeps in its database, so that all of its servers have the same: for keyed hashes and
/// signatures. Each is 256 random bits, made when it is first asked for, and never changes.
/// </summary>
/// <remarks>
/// Whoever can read the database can read them. They keep what leaves the database (a hash in an audit entry, a token) from being guessed or forged,
/// not the database from its own administrator.
/// </remarks>
public sealed class InstallationSecret(IDatabase database, TimeProvider clock)
{
    /// <summary>Bytes of a secret.</summary>
    public const int Length = 32;

    private readonly ConcurrentDictionary<string, byte[]> _known = new(StringComparer.Ordinal);

    /// <summary>The secret of this name, made if there is none yet. Read from the database once in the life of the process.</summary>
    /// <param name="name">What it is for, such as <c>audit/subject</c>: 1 to 64 characters.</param>
    /// <param name="cancellationToken">Leaves it.</param>
    /// <returns>32 bytes; do not change them.</returns>
    public async Task<byte[]> GetAsync(string name, CancellationToken cancellationToken = default)
    {
        if (_known.TryGetValue(name, out byte[]? known))
            return known;
        return _known.GetOrAdd(name, await database.WriteAsync(session => GetAsync(session, name), cancellationToken));
    }

    /// <summary>The same inside of another's transaction, which must be one that writes: one made here goes with it when it is undone.</summary>
    /// <inheritdoc cref="GetAsync(string, CancellationToken)"/>
    public async Task<byte[]> GetAsync(DatabaseSession session, string name)
    {
        ArgumentOutOfRangeException.ThrowIfZero(name.Length, nameof(name));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Length, 64, nameof(name));
        if (_known.TryGetValue(name, out byte[]? known))
            return known;
        if (await FindAsync(session, name) is { } kept)
            return kept;
        await session.ExecuteAsync(
            "insert into installation_secret (name, secret, created_at) values (@name, @secret, @now) on conflict (name) do nothing",
            new { name, secret = RandomNumberGenerator.GetBytes(Length), now = UnixMicros.Now(clock) });
        return (await FindAsync(session, name))!;
    }

    private static Task<byte[]?> FindAsync(DatabaseSession session, string name) =>
        session.ScalarAsync<byte[]>("select secret from installation_secret where name = @name", new { name });
}
