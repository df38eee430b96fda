using Perto.Platform;

namespace Perto.Server;

/// <summary>Puts the console's first page together.</summary>
internal sealed class OverviewReader(
    IEnumerable<IOverviewSource> sources,
    TaskList tasks,
    ModelRegistry models,
    DerivedCollections collections,
    SeriesRecorder rates,
    ServerHealth health,
    Readiness readiness,
    AccessPolicy access,
    TimeProvider clock)
{
    public async Task<OverviewAnswer> ReadAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var solutions = new List<SolutionCounts>();
        foreach (IOverviewSource source in sources.OrderBy(source => source.Solution, StringComparer.Ordinal))
            solutions.Add(new SolutionCounts(source.Solution, await source.CountsAsync(tenant, cancellationToken)));

        return new OverviewAnswer
        {
            Version = ProductVersion.Text,
            StartedAt = readiness.StartedAt,
            UptimeSeconds = (clock.GetUtcNow() - readiness.StartedAt).TotalSeconds,
            Tenant = tenant.Value,
            Access = access.Mode,
            Solutions = solutions,
            Rates = new RatesAnswer(SeriesRecorder.Interval.TotalSeconds, rates.Read()),
            Models = [.. (await models.ListAsync(tenant, name: null, cancellationToken)).Select(ModelAnswer.Of)],
            Collections = [.. (await collections.ListAsync(tenant, cancellationToken)).Select(CollectionAnswer.Of)],
            Tasks = await tasks.ReadAsync(tenant, cancellationToken),
            Health = await health.CheckAsync(cancellationToken),
        };
    }
}
