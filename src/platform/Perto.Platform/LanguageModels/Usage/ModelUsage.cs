using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Perto.Platform;

/// <summary>
/// Adds up what calls of language models take and cost, writes it down every few seconds for all of them, and refuses calls where the limits of
/// spending are reached. Safe for use by many threads.
/// </summary>
public sealed class ModelUsage : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Lazy<IDatabase> _database;
    private readonly ModelPrices _prices;
    private readonly SpendSettings _spend;
    private readonly ModelUsageMetrics _metrics;
    private readonly TimeProvider _clock;
    private readonly ILogger<ModelUsage> _logger;
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _databaseTurn = new(1);
    private Dictionary<UsageKey, UsageTotals> _pending = [];
    private SpentNow? _spent;

    internal ModelUsage(
        Lazy<IDatabase> database, ModelPrices prices, SpendSettings spend, ModelUsageMetrics metrics, TimeProvider clock, ILogger<ModelUsage> logger)
    {
        _database = database;
        _prices = prices;
        _spend = spend;
        _metrics = metrics;
        _clock = clock;
        _logger = logger;
    }

    /// <summary>Lets a call pass where the limits of spending allow it. Where there are none it asks nobody.</summary>
    /// <param name="model">The model.</param>
    /// <param name="caller">For whom.</param>
    /// <param name="kind">What it is asked for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SpendLimitException">As much was spent as is allowed.</exception>
    /// <exception cref="PriceUnknownException">There is a limit, and what the model costs is not known.</exception>
    internal async ValueTask RequireAsync(ModelName model, ModelCaller caller, LanguageModelKind kind, CancellationToken cancellationToken)
    {
        if (!_spend.Any)
            return;
        if (_prices.Of(model) is not { } price || !price.Covers(kind))
            throw Refused(model, new PriceUnknownException(model));
        if (price == ModelPrice.Free)
            return;
        SpentNow spent = await SpentAsync(cancellationToken);
        string tenant = caller.Tenant.Value;
        Spent all;
        Spent own;
        lock (_lock)
            (all, own) = (spent.All, spent.Of(tenant));
        Require(model, nameof(SpendSettings.PerDay), _spend.PerDay, all.Day);
        Require(model, nameof(SpendSettings.PerMonth), _spend.PerMonth, all.Month);
        // The installation is no tenant.
        if (caller.Tenant == AuditLog.Installation)
            return;
        Require(model, nameof(SpendSettings.TenantPerDay), _spend.TenantPerDay, own.Day);
        Require(model, nameof(SpendSettings.TenantPerMonth), _spend.TenantPerMonth, own.Month);
    }

    /// <summary>Adds a request that was answered, or was begun and may be billed.</summary>
    internal void Record(ModelName model, ModelCaller caller, LanguageModelKind kind, ModelWork work)
    {
        string purpose = caller.Purpose ?? kind.ToString().ToLowerInvariant();
        ModelPrice? price = _prices.Of(model);
        if (kind == LanguageModelKind.Reranking && price?.PerThousandSearches is not null)
            work = work.WithSearches;
        decimal? cost = price?.MicroUsd(work);
        // What a limit does not count would pass it.
        bool estimated = cost is null && _spend.Any;
        if (estimated)
            cost = price?.MicroUsd(work.Estimated);
        UsageKey key = new(caller.Tenant.Value, Today, model.Provider, model.Model, purpose);
        lock (_lock)
        {
            if (!_pending.TryGetValue(key, out UsageTotals? totals))
                _pending[key] = totals = new UsageTotals();
            totals.Add(work, cost, estimated && cost is not null);
            _spent?.Add(key.Tenant, key.Day, cost ?? 0);
        }
        _metrics.Answered(model, purpose, work, cost);
    }

    /// <summary>What the models of a tenant took: what this server has not written down yet is written first.</summary>
    internal async Task<IReadOnlyList<ModelUsageRow>> ReadAsync(TenantId tenant, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        await WriteAsync(cancellationToken);
        return await _database.Value.ReadAsync(session => UsageTable.ReadAsync(session, tenant.Value, from, to), cancellationToken);
    }

    /// <summary>Writes what was added up since the last time.</summary>
    /// <param name="cancellationToken">Gives up; nothing is lost.</param>
    public async Task WriteAsync(CancellationToken cancellationToken = default)
    {
        await _databaseTurn.WaitAsync(cancellationToken);
        try
        {
            await WritePendingAsync(cancellationToken);
        }
        finally
        {
            _databaseTurn.Release();
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _databaseTurn.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TryWriteAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await TryWriteAsync(CancellationToken.None);
        }
    }

    private DateOnly Today => DateOnly.FromDateTime(_clock.GetUtcNow().UtcDateTime);

    private async Task TryWriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await WriteAsync(cancellationToken);
        }
        catch (Exception failure) when (!failure.IsCancellationBy(cancellationToken))
        {
            _logger.UsageNotWritten(failure);
        }
    }

    private async Task WritePendingAsync(CancellationToken cancellationToken)
    {
        Dictionary<UsageKey, UsageTotals> taken;
        lock (_lock)
        {
            taken = _pending;
            _pending = [];
        }
        // What only has a part of a millionth left waits for more.
        List<(UsageKey Key, UsageTotals Totals, long MicroUsd)> rows =
            [.. taken.Where(entry => entry.Value.Requests > 0 || entry.Value.MicroUsd >= 1).Select(entry => (entry.Key, entry.Value, (long)entry.Value.MicroUsd))];
        try
        {
            if (rows.Count > 0)
                await _database.Value.WriteAsync(session => UsageTable.AddAsync(session, rows), cancellationToken);
        }
        catch
        {
            GiveBack(taken);
            throw;
        }
        DateOnly today = Today;
        GiveBack(taken.Where(entry => entry.Key.Day == today && entry.Value.MicroUsd % 1 > 0).Select(entry => KeyValuePair.Create(entry.Key, new UsageTotals { MicroUsd = entry.Value.MicroUsd % 1 })));
    }

    private void GiveBack(IEnumerable<KeyValuePair<UsageKey, UsageTotals>> taken)
    {
        lock (_lock)
        {
            foreach ((UsageKey key, UsageTotals totals) in taken)
            {
                if (_pending.TryGetValue(key, out UsageTotals? since))
                    since.Add(totals);
                else
                    _pending[key] = totals;
            }
        }
    }

    private async ValueTask<SpentNow> SpentAsync(CancellationToken cancellationToken)
    {
        if (Fresh() is { } known)
            return known;
        await _databaseTurn.WaitAsync(cancellationToken);
        try
        {
            if (Fresh() is { } meanwhile)
                return meanwhile;
            DateOnly today = Today;
            long at = _clock.GetTimestamp();
            IReadOnlyDictionary<string, Spent> read = await _database.Value.ReadAsync(session => UsageTable.SpentAsync(session, today), cancellationToken);
            lock (_lock)
            {
                // Nothing is being written: what the database lacks of this server's calls is all pending.
                _spent = new SpentNow(today, read, at);
                foreach ((UsageKey key, UsageTotals totals) in _pending)
                    _spent.Add(key.Tenant, key.Day, totals.MicroUsd);
                return _spent;
            }
        }
        finally
        {
            _databaseTurn.Release();
        }
    }

    private SpentNow? Fresh()
    {
        lock (_lock)
            return _spent is { } spent && spent.Day == Today && _clock.GetElapsedTime(spent.At) < Interval ? spent : null;
    }

    private void Require(ModelName model, string setting, decimal? limit, decimal spentMicroUsd)
    {
        if (limit is not { } most || spentMicroUsd < most * 1_000_000)
            return;
        DateTimeOffset now = _clock.GetUtcNow();
        DateTime next = setting.EndsWith("Day", StringComparison.Ordinal) ? now.UtcDateTime.Date.AddDays(1) : new DateTime(now.Year, now.Month, 1, 0, 0, 0, DateTimeKind.Utc).AddMonths(1);
        throw Refused(model, new SpendLimitException(setting, most, spentMicroUsd / 1_000_000, next - now.UtcDateTime));
    }

    private TException Refused<TException>(ModelName model, TException refusal)
        where TException : PertoException
    {
        _metrics.Refused(model);
        return refusal;
    }
}
