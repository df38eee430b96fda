using Perto.Platform;

namespace Perto.Targeting;

/// <summary>Reads the log of an experiment: who was exposed, and what came of them.</summary>
public sealed class ExperimentReader(IDatabase database, ExperimentSurfaces surfaces, TimeProvider clock)
{
    /// <summary>Results of an experiment, by the same analysis as files have it.</summary>
    /// <exception cref="NotFoundException">There is no such experiment or version, or none was started.</exception>
    /// <exception cref="InvalidValueException">The request breaks a rule.</exception>
    public async Task<ExperimentResults> ResultsAsync(TenantId tenant, string name, ResultsRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!(request.Alpha is > 0 and < 0.5))
            throw ExperimentRules.Refused("alpha", request.Alpha, "above 0 and below 0.5");
        DateTimeOffset now = clock.GetUtcNow();
        (ExperimentInfo info, ExperimentData data) = await DataAsync(tenant, name, request.Version, now, cancellationToken);
        double[] weights = [.. data.Arms.Select(arm => info.Experiment.Arms.Single(known => known.Name == arm).Weight)];
        double all = data.Units.Sum() / weights.Sum();
        var results = new ExperimentResults
        {
            Experiment = info.Experiment.Name,
            Version = info.Version,
            State = info.State,
            MeasuredAt = info.StoppedAt ?? now,
            Banner = "no unit has met the experiment yet",
            Arms = [.. data.Arms.Select((arm, i) => new SrmArm(arm, data.Units[i], weights[i] * all))],
            Guardrails = [],
        };
        if (data.Units.Sum() == 0)
            return results;
        var settings = new AnalysisSettings { Alpha = request.Alpha, Correction = request.Correction, Expected = weights };
        AnalysisReport ofOneLook = ExperimentAnalysis.Of(data, settings);
        AnalysisReport ofAllLooks = ExperimentAnalysis.Of(data, settings with { Sequential = true });
        return results with
        {
            Banner = ofOneLook.Srm.Banner,
            Fixed = data.Metrics.Count == 0 ? null : ofOneLook,
            Sequential = data.Metrics.Count == 0 ? null : ofAllLooks,
            Guardrails = [.. Guardrails(info.Experiment, ofAllLooks)],
        };
    }

    /// <summary>Units of an experiment by id, with the sums of what came of them.</summary>
    /// <exception cref="NotFoundException">There is no such experiment or version, or none was started.</exception>
    public Task<Page<ExperimentUnit>> UnitsAsync(TenantId tenant, string name, int? version, Paging paging, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paging);
        string after = Cursor.Read(paging.Cursor, parts: 1)?.Text(0) ?? "";
        return database.ReadStaleAsync(
            async session =>
            {
                ExperimentInfo info = await StartedAsync(session, tenant, name, version);
                string[] arms = ExperimentUnits.ArmsOf(info.Experiment);
                IReadOnlyList<ExposureRow> exposures = await session.QueryAsync<ExposureRow>(
                    """
                    select unit_id, arm, at from experiment_exposure
                    where tenant = @tenant and experiment = @name and version = @version and unit_id > @after and arm in @arms
                    order by unit_id limit @limit
                    """,
                    new { tenant, name, version = info.Version, after, arms, limit = paging.Limit + 1 });
                IReadOnlyList<OutcomeRow> outcomes = exposures.Count == 0 ? [] : await session.QueryAsync<OutcomeRow>(
                    "select unit_id, metric, value, at from experiment_outcome where tenant = @tenant and experiment = @name and unit_id in @units",
                    new { tenant, name, units = exposures.Select(exposure => exposure.UnitId).ToArray() });
                ILookup<string, OutcomeRow> byUnit = outcomes.ToLookup(outcome => outcome.UnitId, StringComparer.Ordinal);
                long until = Until(info, clock.GetUtcNow());
                ILookup<string, UnitOutcome> counted = (await CountAsync(session, tenant, info, arms, until, [.. exposures.Select(exposure => exposure.UnitId)]))
                    .ToLookup(outcome => outcome.Unit, StringComparer.Ordinal);
                return paging.Page(exposures, exposure => Cursor.Write(exposure.UnitId)).Select(exposure => new ExperimentUnit(
                    exposure.UnitId,
                    exposure.Arm,
                    UnixMicros.ToMoment(exposure.At),
                    With(
                        Sums(byUnit[exposure.UnitId].Where(outcome => outcome.At >= exposure.At && outcome.At < until)),
                        counted[exposure.UnitId].Select(outcome => (outcome.Outcome, outcome.After))),
                    With(
                        Sums(byUnit[exposure.UnitId].Where(outcome => outcome.At < exposure.At)),
                        counted[exposure.UnitId].Select(outcome => (outcome.Outcome, outcome.Before)))));
            },
            cancellationToken);
    }

    private Task<(ExperimentInfo Info, ExperimentData Data)> DataAsync(
        TenantId tenant, string name, int? version, DateTimeOffset now, CancellationToken cancellationToken) => database.ReadStaleAsync(
        async session =>
        {
            ExperimentInfo info = await StartedAsync(session, tenant, name, version);
            string[] arms = ExperimentUnits.ArmsOf(info.Experiment);
            long[] units = new long[arms.Length];
            foreach (ArmCount count in await session.QueryAsync<ArmCount>(
                "select arm, count(*) as units from experiment_exposure where tenant = @tenant and experiment = @name and version = @version and arm in @arms group by arm",
                new { tenant, name, version = info.Version, arms }))
            {
                units[Array.IndexOf(arms, count.Arm)] = count.Units;
            }
            IReadOnlyList<SumRow> rows = await session.QueryAsync<SumRow>(
                """
                select e.unit_id, e.arm, o.metric,
                    sum(case when o.at < e.at then o.value else 0.0 end) as sum_before,
                    sum(case when o.at >= e.at and o.at < @until then o.value else 0.0 end) as sum_after
                from experiment_exposure as e
                join experiment_outcome as o on o.tenant = e.tenant and o.experiment = e.experiment and o.unit_id = e.unit_id
                where e.tenant = @tenant and e.experiment = @name and e.version = @version and e.arm in @arms
                group by e.unit_id, e.arm, o.metric
                """,
                new { tenant, name, version = info.Version, arms, until = Until(info, now) });
            IReadOnlyList<UnitOutcome> counted = await CountAsync(session, tenant, info, arms, Until(info, now), units: null);
            var sums = new SortedDictionary<string, UnitSums>(StringComparer.Ordinal);
            foreach (SumRow row in rows)
                Of(row.UnitId, row.Arm).Set(row.Metric, row.SumBefore, row.SumAfter);
            foreach (UnitOutcome outcome in counted)
                Of(outcome.Unit, outcome.Arm).Set(outcome.Outcome, outcome.Before, outcome.After);
            return (info, ExperimentUnits.Measure(info.Experiment, units, [.. sums.Values], rows.Count + counted.Count));

            UnitSums Of(string unit, string arm)
            {
                if (!sums.TryGetValue(unit, out UnitSums? known))
                    sums[unit] = known = new UnitSums(unit, Array.IndexOf(arms, arm));
                return known;
            }
        },
        cancellationToken);

    // What the surface of the experiment counts of what the metrics name.
    private async Task<IReadOnlyList<UnitOutcome>> CountAsync(
        DatabaseSession session, TenantId tenant, ExperimentInfo info, IReadOnlyList<string> arms, long until, IReadOnlyList<string>? units)
    {
        if (surfaces.Of(info.Experiment) is not { } surface || units is { Count: 0 })
            return [];
        HashSet<string> outcomes = [.. info.Experiment.Metrics
            .SelectMany(metric => (string?[])[metric.Name, metric.Denominator, metric.Covariate])
            .OfType<string>()
            .Where(surface.Outcomes.Contains)];
        return outcomes.Count == 0 ? [] : await surface.CountAsync(session, tenant, new ExposedUnits(info.Experiment.Name, info.Version, arms, outcomes, until) { Units = units });
    }

    private static Dictionary<string, double> With(Dictionary<string, double> sums, IEnumerable<(string Name, double Value)> counted)
    {
        foreach ((string name, double value) in counted)
            sums[name] = value;
        return sums;
    }

    private static Dictionary<string, double> Sums(IEnumerable<OutcomeRow> outcomes) =>
        outcomes.GroupBy(outcome => outcome.Metric, StringComparer.Ordinal).ToDictionary(metric => metric.Key, metric => metric.Sum(outcome => outcome.Value), StringComparer.Ordinal);

    private static IEnumerable<GuardrailResult> Guardrails(Experiment experiment, AnalysisReport report) =>
        from metric in experiment.Metrics
        where metric.Guardrail
        let name = MetricValues.NameOf(metric)
        from comparison in report.Comparisons
        where comparison.Metric == name
        select GuardrailResult.Of(metric, name, comparison.Arm, comparison.Relative);

    // What comes in the moment of the question counts.
    private static long Until(ExperimentInfo info, DateTimeOffset now) => UnixMicros.From(info.StoppedAt ?? now) + 1;

    private static async Task<ExperimentInfo> StartedAsync(DatabaseSession session, TenantId tenant, string name, int? version)
    {
        ExperimentInfo? info = await ExperimentTable.FindAsync(session, tenant, name, ExperimentRules.CheckVersion(version));
        // A version that is being prepared has no results; those of the one before are asked for.
        if (version is null && info is { State: ExperimentState.Draft, Version: > 1 })
            info = await ExperimentTable.FindAsync(session, tenant, name, version = info.Version - 1);
        return info is null or { State: ExperimentState.Draft }
            ? throw new NotFoundException("started experiment", version is null ? name : $"{name}@{version}")
            : info;
    }

    private sealed record ArmCount
    {
        public string Arm { get; init; } = "";

        public long Units { get; init; }
    }

    private sealed record SumRow
    {
        public string UnitId { get; init; } = "";

        public string Arm { get; init; } = "";

        public string Metric { get; init; } = "";

        public double SumBefore { get; init; }

        public double SumAfter { get; init; }
    }

    private sealed record ExposureRow
    {
        public string UnitId { get; init; } = "";

        public string Arm { get; init; } = "";

        public long At { get; init; }
    }

    private sealed record OutcomeRow
    {
        public string UnitId { get; init; } = "";

        public string Metric { get; init; } = "";

        public double Value { get; init; }

        public long At { get; init; }
    }
}
