namespace Perto.Platform;

/// <summary>
/// Whose data are not taken any more: keyed hashes of people who were erased, until it is lifted. Whoever writes data about people asks
/// inside of the transaction that writes them, so that nothing slips in beside an erasure.
/// </summary>
public sealed class Suppressions
{
    private readonly IDatabase _database;
    private readonly InstallationKey _key;
    private readonly PrivacyAudit _audit;

    internal Suppressions(IDatabase database, InstallationKey key, PrivacyAudit audit)
    {
        _database = database;
        _key = key;
        _audit = audit;
    }

    /// <summary>What <see cref="AmongAsync"/> needs inside of a write, where nothing else may be awaited.</summary>
    public async ValueTask<SuppressionCheck> CheckAsync(CancellationToken cancellationToken = default) => new(await _key.GetAsync(cancellationToken));

    /// <summary>Those of the people whose data are not taken.</summary>
    public async Task<IReadOnlySet<string>> AmongAsync(TenantId tenant, IReadOnlyCollection<string> subjects, CancellationToken cancellationToken = default)
    {
        SuppressionCheck check = await CheckAsync(cancellationToken);
        return await _database.ReadAsync(session => check.AmongAsync(session, tenant, subjects), cancellationToken);
    }

    /// <summary>Takes a person's data again.</summary>
    /// <returns>False where nobody of this id was refused.</returns>
    /// <exception cref="InvalidValueException">The id cannot be one.</exception>
    public async Task<bool> LiftAsync(TenantId tenant, string subject, CancellationToken cancellationToken = default)
    {
        string hash = (await _key.GetAsync(cancellationToken)).Hash(tenant, Subject.Check(subject));
        return await _database.WriteAsync(
            async session =>
            {
                int lifted = await session.ExecuteAsync(
                    "delete from privacy_suppression where tenant = @tenant and subject_hash = @hash", new { tenant, hash });
                if (lifted > 0)
                    await _audit.RecordAsync(session, tenant, "suppression_lifted", hash);
                return lifted > 0;
            },
            cancellationToken);
    }

    /// <summary>How many people's data are not taken.</summary>
    public Task<long> CountAsync(TenantId tenant, CancellationToken cancellationToken = default) =>
        _database.ReadAsync(
            session => session.ScalarAsync<long>("select count(*) from privacy_suppression where tenant = @tenant", new { tenant }), cancellationToken);
}
