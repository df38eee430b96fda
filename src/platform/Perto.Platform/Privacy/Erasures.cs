using Microsoft.Extensions.Logging;

namespace Perto.Platform;

/// <summary>
/// Erases people. A request is written down first, and new data of the person are refused in the same transaction; then place after place
/// is emptied, each step idempotent and written down when it is done, so that a crash anywhere goes on at the next start; then the
/// person's id is forgotten and the database's files are cleaned; what stays is the receipt.
/// </summary>
public sealed class Erasures : IDisposable
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LeaseTime = TimeSpan.FromMinutes(2);

    private readonly IDatabase _database;
    private readonly PrivacyRegistry _registry;
    private readonly InstallationKey _key;
    private readonly LeaseKeeper _leases;
    private readonly PrivacySettings _settings;
    private readonly IdGenerator _ids;
    private readonly TimeProvider _clock;
    private readonly ILogger<Erasures> _logger;
    private readonly ErasureRows _rows;
    private readonly SemaphoreSlim _running = new(1);
    private readonly SemaphoreSlim _asked = new(0);

    internal Erasures(
        IDatabase database,
        PrivacyRegistry registry,
        InstallationKey key,
        PrivacyAudit audit,
        LeaseKeeper leases,
        PrivacySettings settings,
        IdGenerator ids,
        TimeProvider clock,
        ILogger<Erasures> logger)
    {
        _database = database;
        _registry = registry;
        _key = key;
        _leases = leases;
        _settings = settings;
        _ids = ids;
        _clock = clock;
        _logger = logger;
        _rows = new ErasureRows(database, audit, clock);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _running.Dispose();
        _asked.Dispose();
    }

    /// <summary>Takes a request; returns when it is durable. From then on new data of the person are refused, and a worker does the rest.</summary>
    /// <returns>The receipt so far; that of an earlier request of the same person that is not done yet.</returns>
    /// <exception cref="InvalidValueException">The id cannot be one.</exception>
    public async Task<ErasureReceipt> RequestAsync(TenantId tenant, string subject, CancellationToken cancellationToken = default)
    {
        Subject.Check(subject);
        SubjectKey key = await _key.GetAsync(cancellationToken);
        long now = UnixMicros.Now(_clock);
        var asked = new ErasureRow
        {
            Tenant = tenant,
            Id = _ids.NewId(),
            SubjectHash = key.Hash(tenant, subject),
            SubjectSealed = key.Seal(subject),
            State = "running",
            RequestedAt = now,
            UpdatedAt = now,
        };
        ErasureRow taken = await _rows.BeginAsync(asked, [.. _registry.Names], cancellationToken);
        _asked.Release();
        return await FindAsync(tenant, taken.Id, cancellationToken);
    }

    /// <summary>Does the work of an erasure in this process, and what else waits.</summary>
    /// <exception cref="ConflictException">It stopped (<c>erasure_stopped</c>); it goes on when it is asked for again, or at the next start.</exception>
    public async Task<ErasureReceipt> RunAsync(TenantId tenant, string id, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            await RunWaitingAsync(cancellationToken);
            ErasureReceipt receipt = await FindAsync(tenant, id, cancellationToken);
            if (receipt.State == ErasureState.Done)
                return receipt;
            if (receipt.Failure is { } failure)
                throw new ConflictException("erasure_stopped", $"The erasure {id} stopped and is not done: {failure}");
            await Task.Delay(LookAgain, _clock, cancellationToken);
        }
    }

    /// <summary>Brings every erasure that is not done as far as it goes; one that fails is written down and does not stop the others.</summary>
    /// <returns>Whether some are left that wait for something else.</returns>
    public async Task<bool> RunWaitingAsync(CancellationToken cancellationToken = default)
    {
        await _running.WaitAsync(cancellationToken);
        try
        {
            if (!await _rows.AnyOpenAsync(cancellationToken))
                return false;
            // Where several servers share the database one of them does the work; a step that runs twice does no harm.
            await using Lease? lease = _database.Dialect == SqlDialect.Postgres
                ? await _leases.TryAcquireAsync("privacy/erasures", LeaseTime, cancellationToken)
                : null;
            if (lease is null && _database.Dialect == SqlDialect.Postgres)
                return true;
            bool waits = false;
            foreach (ErasureRow erasure in await _rows.InStateAsync("running", cancellationToken))
            {
                waits |= await TryEraseAsync(erasure, cancellationToken);
                if (lease is not null && !await lease.RenewAsync(cancellationToken))
                    return true;
            }
            await TryPurgeAsync(cancellationToken);
            return waits;
        }
        finally
        {
            _running.Release();
        }
    }

    /// <summary>The receipt.</summary>
    /// <exception cref="NotFoundException">There is no such erasure.</exception>
    public async Task<ErasureReceipt> FindAsync(TenantId tenant, string id, CancellationToken cancellationToken = default) =>
        await _rows.FindAsync(tenant, id, cancellationToken) ?? throw new NotFoundException("erasure", id);

    /// <summary>Receipts, latest first.</summary>
    public async Task<Page<ErasureReceipt>> ListAsync(TenantId tenant, Paging paging, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paging);
        string? before = Cursor.Read(paging.Cursor, parts: 1)?.Text(0);
        return paging.Page(await _rows.ListAsync(tenant, before, paging.Limit + 1, cancellationToken), receipt => Cursor.Write(receipt.Id));
    }

    /// <summary>Whether a receipt is about this person.</summary>
    /// <exception cref="NotFoundException">There is no such erasure.</exception>
    /// <exception cref="InvalidValueException">The id of the person cannot be one.</exception>
    public async Task<bool> VerifyAsync(TenantId tenant, string id, string subject, CancellationToken cancellationToken = default)
    {
        string hash = (await _key.GetAsync(cancellationToken)).Hash(tenant, Subject.Check(subject));
        return (await FindAsync(tenant, id, cancellationToken)).SubjectHash == hash;
    }

    /// <summary>Returns when an erasure was asked for in this process, or after <paramref name="longest"/>.</summary>
    internal Task WaitForWorkAsync(TimeSpan longest, CancellationToken cancellationToken) => _asked.WaitAsync(longest, cancellationToken);

    /// <summary>True where it waits for something else; one that failed waits for its next turn.</summary>
    private async Task<bool> TryEraseAsync(ErasureRow erasure, CancellationToken cancellationToken)
    {
        string? subject = null;
        try
        {
            subject = (await _key.GetAsync(cancellationToken)).Open(erasure.SubjectSealed!);
            return await EraseAsync(erasure, subject, cancellationToken);
        }
        catch (Exception failure) when (!failure.IsCancellationBy(cancellationToken))
        {
            // The message may quote what it is about, and logs are kept.
            string told = subject is null ? failure.Message : new SubjectText(subject).Without(failure.Message);
            _logger.ErasureStopped(erasure.Id, failure.GetType().Name, told);
            await TryTellAsync([erasure], told, cancellationToken);
            return false;
        }
    }

    private async Task<bool> EraseAsync(ErasureRow erasure, string subject, CancellationToken cancellationToken)
    {
        await _rows.ResumeAsync(erasure, [.. _registry.Names], cancellationToken);
        IReadOnlySet<string> open = await _rows.OpenStepsAsync(erasure, cancellationToken);
        await _database.WriteAsync(
            async session =>
            {
                foreach (PersonalDataTable table in _registry.Tables.Where(table => open.Contains(table.Table)))
                {
                    long rows = await PersonalTables.EraseAsync(session, table, erasure.Tenant, subject);
                    await _rows.FinishStepAsync(session, erasure, table.Table, rows);
                }
            },
            cancellationToken);

        bool waits = false;
        foreach (IPersonalDataSource source in _registry.Sources.Where(source => open.Contains(source.Name)))
        {
            await _rows.FoundAsync(erasure, source.Name, await source.CountAsync(erasure.Tenant, subject, cancellationToken), cancellationToken);
            if (await source.EraseAsync(erasure.Tenant, subject, cancellationToken))
                await _database.WriteAsync(session => _rows.FinishStepAsync(session, erasure, source.Name), cancellationToken);
            else
                waits = true;
        }
        if (!waits)
            await _rows.ForgetSubjectAsync(erasure, cancellationToken);
        return waits;
    }

    // Once for all that are so far: it may read and write the whole database.
    private async Task TryPurgeAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<ErasureRow> purging = await _rows.InStateAsync("purging", cancellationToken);
        if (purging.Count == 0)
            return;
        try
        {
            await _database.PurgeAsync(_registry.ErasedTables, _settings.Rewrite ?? _database.Dialect == SqlDialect.Sqlite, cancellationToken);
            foreach (ErasureRow erasure in purging)
            {
                await _rows.FinishAsync(erasure, cancellationToken);
                _logger.ErasureDone(erasure.Id);
            }
        }
        catch (Exception failure) when (!failure.IsCancellationBy(cancellationToken))
        {
            _logger.NotPurged(failure);
            await TryTellAsync(purging, failure.Message, cancellationToken);
        }
    }

    // The database may be what failed. Then the next attempt tells.
    private async Task TryTellAsync(IReadOnlyList<ErasureRow> erasures, string failure, CancellationToken cancellationToken)
    {
        try
        {
            foreach (ErasureRow erasure in erasures)
                await _rows.FailedAsync(erasure, failure, cancellationToken);
        }
        catch (Exception second) when (!second.IsCancellationBy(cancellationToken))
        {
            _logger.FailureNotWritten(second);
        }
    }
}
