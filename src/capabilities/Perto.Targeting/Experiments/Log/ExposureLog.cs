using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Perto.Platform;

namespace Perto.Targeting;

/// <summary>
/// Writes down when units first met an experiment, once for a unit and version, in one of two ways. <see cref="RecordAsync"/> returns when it is durable.
/// <see cref="Add"/> is for pages that must not wait: groups are written behind them, what finds the queue full or cannot be written is counted and lost, and a
/// process that is killed loses what waited. A unit whose exposure was lost is written down when it comes again. What is lost does not depend on the arm.
/// </summary>
public sealed class ExposureLog : IAsyncDisposable
{
    private const int Group = 500;

    private static readonly string[] Columns = ["tenant", "experiment", "version", "unit_id", "arm", "at"];

    private readonly IDatabase _database;
    private readonly Suppressions _suppressions;
    private readonly ExperimentMetrics _metrics;
    private readonly ILogger<ExposureLog> _logger;
    private readonly WriteBehind<(TenantId Tenant, Exposure Exposure)> _behind;

    /// <summary>A log with an empty queue.</summary>
    public ExposureLog(IDatabase database, Suppressions suppressions, ExperimentMetrics metrics, IOptions<ExperimentSettings> settings, ILogger<ExposureLog> logger)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _database = database;
        _suppressions = suppressions;
        _metrics = metrics;
        _logger = logger;
        _behind = new WriteBehind<(TenantId, Exposure)>(settings.Value.PendingExposures, Group, group => WriteAsync(group, CancellationToken.None), Done);
    }

    /// <summary>Takes exposures; never waits and never throws.</summary>
    public void Add(TenantId tenant, IReadOnlyList<Exposure> exposures)
    {
        ArgumentNullException.ThrowIfNull(exposures);
        foreach (Exposure exposure in exposures)
        {
            if (!_behind.TryAdd((tenant, exposure)))
                _metrics.Exposures("left_out", 1);
        }
    }

    /// <summary>Returns when the exposures are durable. People who were erased are left out.</summary>
    public async Task RecordAsync(TenantId tenant, IReadOnlyList<Exposure> exposures, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(exposures);
        if (exposures.Count == 0)
            return;
        await WriteAsync([.. exposures.Select(exposure => (tenant, exposure))], cancellationToken);
        _metrics.Exposures("written", exposures.Count);
    }

    /// <summary>Returns when all that was taken before is written, or lost.</summary>
    public Task FlushAsync(CancellationToken cancellationToken = default) => _behind.FlushAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _behind.DisposeAsync();

    private void Done(int exposures, Exception? failure)
    {
        _metrics.Exposures(failure is null ? "written" : "lost", exposures);
        if (failure is not null)
            _logger.ExposuresNotWritten(exposures, failure);
    }

    private async Task WriteAsync(IReadOnlyList<(TenantId Tenant, Exposure Exposure)> group, CancellationToken cancellationToken)
    {
        SuppressionCheck suppressed = await _suppressions.CheckAsync(cancellationToken);
        await _database.WriteAsync(
            async session =>
            {
                foreach (IGrouping<TenantId, (TenantId Tenant, Exposure Exposure)> of in group.GroupBy(one => one.Tenant))
                {
                    IReadOnlySet<string> erased = await suppressed.AmongAsync(session, of.Key, [.. of.Select(one => one.Exposure.Unit)]);
                    await session.BulkInsertAsync(
                        "experiment_exposure",
                        Columns,
                        [.. of.Select(one => one.Exposure).Where(exposure => !erased.Contains(exposure.Unit))],
                        exposure => [of.Key, exposure.Experiment, exposure.Version, exposure.Unit, exposure.Arm, UnixMicros.From(exposure.At)],
                        "on conflict (tenant, experiment, version, unit_id) do nothing");
                }
                return true;
            },
            cancellationToken);
    }
}
