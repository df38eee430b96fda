using Perto.Platform;
using Perto.Targeting;

namespace Perto.Streaming;

/// <summary>Reads the online measures from what people were shown, clicked on and watched.</summary>
public sealed class MeasuresReader(IDatabase database, CatalogueStore catalogues, ExperimentCatalogue experiments, TimeProvider clock)
{
    // Who is in an arm: from the moment on at which they met the experiment.
    private const string InArm =
        """
        join experiment_exposure as e on e.tenant = did.tenant and e.unit_id = did.user_id
            and e.experiment = @experiment and e.version = @version and (@arm = '' or e.arm = @arm) and did.at >= e.at
        """;

    /// <summary>The measures of a time, of all people or those of an experiment.</summary>
    /// <exception cref="InvalidValueException">The request breaks a rule.</exception>
    /// <exception cref="NotFoundException">There is no such experiment.</exception>
    public async Task<MeasuresReport> ReadAsync(TenantId tenant, MeasuresRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        (DateTimeOffset from, DateTimeOffset to) = request.Time(clock.GetUtcNow());
        int? version = request.Experiment is { } name ? await VersionAsync(tenant, name, request, cancellationToken) : null;
        Catalogue catalogue = await catalogues.GetAsync(tenant, cancellationToken);
        (IReadOnlyList<MeasuredPerson> people, IReadOnlyList<MeasuredPerson>? baseline) = await database.ReadStaleAsync(
            async session => (
                await PeopleAsync(session, request.Arm),
                request.Baseline is { } other ? await PeopleAsync(session, other) : null),
            cancellationToken);
        return new MeasuresReport(from, to, people.Count, catalogue.Titles.Count, OnlineMeasures.Of(people, catalogue.Titles.Count, baseline))
        {
            Experiment = request.Experiment,
            Arm = request.Arm,
            Baseline = request.Baseline,
        };

        async Task<IReadOnlyList<MeasuredPerson>> PeopleAsync(DatabaseSession session, string? arm)
        {
            string join = version is null ? "" : InArm;
            var args = new { tenant = tenant.Value, from = UnixMicros.From(from), to = UnixMicros.From(to), experiment = request.Experiment ?? "", version = version ?? 0, arm = arm ?? "" };
            Dictionary<string, Counted> counted = new(StringComparer.Ordinal);
            foreach (DoneRow row in await session.QueryAsync<DoneRow>(
                $"""
                select did.user_id, count(*) as count
                from (select tenant, user_id, at, kind from streaming_exposure where tenant = @tenant and at >= @from and at < @to) as did {join}
                where did.kind = 'impression' group by did.user_id
                """,
                args))
            {
                Of(row.UserId).Impressions = row.Count;
            }
            foreach (DoneRow row in await session.QueryAsync<DoneRow>(
                $"""
                select did.user_id, did.title_id, did.at
                from (select tenant, user_id, title_id, at, kind from streaming_exposure where tenant = @tenant and at >= @from and at < @to) as did {join}
                where did.kind = 'click'
                """,
                args))
            {
                Of(row.UserId).Clicks.Add(new TitleClick(row.TitleId, row.At));
            }
            foreach (DoneRow row in await session.QueryAsync<DoneRow>(
                $"""
                select did.user_id, did.title_id, did.at, did.progress, did.seconds
                from (select tenant, user_id, title_id, started_at as at, progress, seconds from streaming_view
                      where tenant = @tenant and started_at >= @from and started_at < @to) as did {join}
                """,
                args))
            {
                Of(row.UserId).Plays.Add(new Play(row.TitleId, row.At, row.Progress, row.Seconds));
            }
            return [.. counted.Values.Select(person => new MeasuredPerson(person.Impressions, person.Clicks, person.Plays))];

            Counted Of(string user)
            {
                if (!counted.TryGetValue(user, out Counted? person))
                    counted[user] = person = new Counted();
                return person;
            }
        }
    }

    private async Task<int> VersionAsync(TenantId tenant, string name, MeasuresRequest request, CancellationToken cancellationToken)
    {
        ExperimentInfo info = await experiments.ShowAsync(tenant, name, version: null, cancellationToken);
        foreach ((string field, string? arm) in ((string, string?)[])[("arm", request.Arm), ("baseline", request.Baseline)])
        {
            string[] known = [.. info.Experiment.Arms.Select(known => known.Name), .. info.Experiment.HoldoutParameters is null ? [] : (string[])[ExperimentArm.Holdout]];
            if (arm is not null && !known.Contains(arm))
            {
                string arms = string.Join(", ", known);
                throw new InvalidValueException(field, arm, $"one of {arms}", $"{field} must be one of the arms of {name} ({arms}); got '{arm}'");
            }
        }
        return info is { State: ExperimentState.Draft, Version: > 1 } ? info.Version - 1 : info.Version;
    }

    private sealed class Counted
    {
        public long Impressions { get; set; }

        public List<TitleClick> Clicks { get; } = [];

        public List<Play> Plays { get; } = [];
    }

    private sealed record DoneRow
    {
        public string UserId { get; init; } = "";

        public string TitleId { get; init; } = "";

        public long Count { get; init; }

        public long At { get; init; }

        public double Progress { get; init; }

        public long? Seconds { get; init; }
    }
}
