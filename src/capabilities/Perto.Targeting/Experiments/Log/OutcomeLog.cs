using Perto.Platform;

namespace Perto.Targeting;

/// <summary>Takes what came of units; solutions write here in code what they know of their own events.</summary>
public sealed class OutcomeLog(IDatabase database, Suppressions suppressions, ExperimentSurfaces surfaces, IdGenerator ids, TimeProvider clock)
{
    private static readonly string[] Columns = ["tenant", "experiment", "unit_id", "id", "metric", "value", "at"];

    /// <summary>Returns when all outcomes are durable.</summary>
    /// <returns>How many were new.</returns>
    /// <exception cref="NotFoundException">There is no such experiment.</exception>
    /// <exception cref="InvalidValueException">An outcome breaks a rule; none was written.</exception>
    /// <exception cref="ConflictException">One is of a person who was erased (<c>person_erased</c>); none was written.</exception>
    public async Task<int> RecordAsync(TenantId tenant, string experiment, IReadOnlyList<Outcome> outcomes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        ExperimentRules.CheckOutcomes(outcomes);
        long now = UnixMicros.Now(clock);
        string[] made = [.. outcomes.Select(outcome => outcome.Id ?? ids.NewId())];
        SuppressionCheck suppressed = await suppressions.CheckAsync(cancellationToken);
        return await database.WriteAsync(
            async session =>
            {
                ExperimentRow row = await ExperimentTable.RowAsync(session, tenant, experiment, version: null) ?? throw new NotFoundException("experiment", experiment);
                ThrowIfCounted(row.ToInfo([]).Experiment, outcomes);
                await suppressed.RequireAsync(session, tenant, [.. outcomes.Select(outcome => outcome.Unit)], index => $"outcomes[{index}].unit");
                return await session.BulkInsertAsync(
                    "experiment_outcome",
                    Columns,
                    [.. outcomes.Zip(made)],
                    one => [tenant, experiment, one.First.Unit, one.Second, one.First.Metric, one.First.Value, one.First.At is { } at ? UnixMicros.From(at) : now],
                    "on conflict (tenant, experiment, unit_id, id) do nothing");
            },
            cancellationToken);
    }

    private void ThrowIfCounted(Experiment experiment, IReadOnlyList<Outcome> outcomes)
    {
        if (surfaces.Of(experiment) is not { } surface)
            return;
        for (int i = 0; i < outcomes.Count; i++)
        {
            if (surface.Outcomes.Contains(outcomes[i].Metric))
                throw ExperimentRules.Refused($"outcomes[{i}].metric", outcomes[i].Metric, $"another than {string.Join(", ", surface.Outcomes)}, which {surface.Name} counts from events");
        }
    }
}
