using Perto.Platform;
using Perto.Targeting;

namespace Perto.Streaming;

/// <summary>
/// What people did before and since they met an experiment, counted from what they were shown, clicked on, watched and rated, by the definitions of the online
/// measures. It is counted when it is asked for: what comes late, twice or by an import is in it as if it had come in time.
/// </summary>
internal static class HomeOutcomes
{
    // What lies further back says less of a person, and costs as much to read.
    private const long Before = 30L * 24 * 60 * 60 * 1_000_000;

    private static readonly Dictionary<string, Func<Counted, Counted?, double>> Counts = new(StringComparer.Ordinal)
    {
        ["impressions"] = (did, _) => did.Impressions,
        ["clicks"] = (did, _) => did.Person.Clicks,
        ["plays"] = (did, _) => did.Plays.Count,
        ["completions"] = (did, _) => OnlineMeasures.Completions(did.Person),
        ["plays_from_clicks"] = (did, _) => did.Person.PlaysFromClicks,
        ["completions_from_clicks"] = (did, _) => did.Person.CompletionsFromClicks,
        ["engagement"] = (did, _) => OnlineMeasures.Engagement(did.Person),
        ["sessions"] = (did, _) => did.Person.Sessions,
        ["minutes"] = (did, _) => did.Person.SessionMinutes,
        ["discovered"] = (did, before) => did.Titles.Count(title => before?.Titles.Contains(title) != true),
        ["ratings"] = (did, _) => did.Ratings,
        ["stars"] = (did, _) => did.Stars,
    };

    /// <summary>What can be counted.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Counts.Keys];

    public static async Task<IReadOnlyList<UnitOutcome>> CountAsync(DatabaseSession session, TenantId tenant, ExposedUnits units)
    {
        string who = units.Units is null ? "" : "and e.unit_id in @units";
        string Did(string columns, string table, string user, string at, string and = "") =>
            $"""
            select did.{user} as user_id, e.arm, e.at as met_at, did.{at} as at{columns}
            from experiment_exposure as e join {table} as did on did.tenant = e.tenant and did.{user} = e.unit_id
            where e.tenant = @tenant and e.experiment = @experiment and e.version = @version and e.arm in @arms {who}
                and did.{at} >= e.at - @before and did.{at} < @until {and}
            """;
        var args = new
        {
            tenant = tenant.Value,
            experiment = units.Experiment,
            version = units.Version,
            arms = units.Arms.ToArray(),
            units = units.Units?.ToArray() ?? [],
            before = Before,
            until = units.Until,
        };
        Dictionary<string, Unit> people = new(StringComparer.Ordinal);
        foreach (ShownRow row in await session.QueryAsync<ShownRow>(
            $"""
            select user_id, arm, sum(case when at < met_at then 1 else 0 end) as sum_before, sum(case when at >= met_at then 1 else 0 end) as sum_after
            from ({Did("", "streaming_exposure", "user_id", "at", "and did.kind = 'impression'")}) as shown
            group by user_id, arm
            """,
            args))
        {
            Unit unit = Of(row.UserId, row.Arm);
            (unit.Before.Impressions, unit.After.Impressions) = (row.SumBefore, row.SumAfter);
        }
        foreach (DidRow row in await session.QueryAsync<DidRow>(Did(", did.title_id", "streaming_exposure", "user_id", "at", "and did.kind = 'click'"), args))
            When(row).Clicks.Add(new TitleClick(row.TitleId, row.At));
        foreach (DidRow row in await session.QueryAsync<DidRow>(Did(", did.title_id, did.progress as value, did.seconds", "streaming_view", "user_id", "started_at"), args))
            When(row).Plays.Add(new Play(row.TitleId, row.At, row.Value, row.Seconds));
        foreach (DidRow row in await session.QueryAsync<DidRow>(Did(", did.title_id, did.rating as value", "streaming_rating", "user_id", "rated_at"), args))
        {
            Counted counted = When(row);
            counted.Ratings++;
            counted.Stars += row.Value;
        }
        return
        [
            .. from person in people
               from outcome in units.Outcomes
               let count = Counts[outcome]
               select new UnitOutcome(person.Key, person.Value.Arm, outcome, count(person.Value.Before, null), count(person.Value.After, person.Value.Before)),
        ];

        Counted When(DidRow row) => row.At < row.MetAt ? Of(row.UserId, row.Arm).Before : Of(row.UserId, row.Arm).After;

        Unit Of(string user, string arm)
        {
            if (!people.TryGetValue(user, out Unit? unit))
                people[user] = unit = new Unit(arm);
            return unit;
        }
    }

    private sealed record Unit(string Arm)
    {
        public Counted Before { get; } = new();

        public Counted After { get; } = new();
    }

    private sealed class Counted
    {
        public long Impressions { get; set; }

        public List<TitleClick> Clicks { get; } = [];

        public List<Play> Plays { get; } = [];

        public int Ratings { get; set; }

        public double Stars { get; set; }

        // All has been read when the first of these is asked for.
        public MeasuredPerson Person => field ??= new MeasuredPerson(Impressions, Clicks, Plays);

        public HashSet<string> Titles => field ??= [.. Plays.Select(play => play.Title)];
    }

    private sealed record ShownRow
    {
        public string UserId { get; init; } = "";

        public string Arm { get; init; } = "";

        public long SumBefore { get; init; }

        public long SumAfter { get; init; }
    }

    private sealed record DidRow
    {
        public string UserId { get; init; } = "";

        public string Arm { get; init; } = "";

        public long MetAt { get; init; }

        public long At { get; init; }

        public string TitleId { get; init; } = "";

        public double Value { get; init; }

        public long? Seconds { get; init; }
    }
}
