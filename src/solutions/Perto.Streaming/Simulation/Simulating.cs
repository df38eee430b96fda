using Perto.Learning;
using Perto.Numerics;
using Perto.Platform;
using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>
/// Runs a service whose truth is known: pages are served to made-up people, who do with them what is true of them; the ranker is trained on that, and
/// what the lists are worth is told by the truth.
/// </summary>
public sealed class Simulating(
    StreamingService streaming,
    EventLog events,
    ActivityCounting counting,
    ServedLog served,
    CollaborativeTraining collaborative,
    RankerTraining ranker,
    RankerModels rankers,
    TimeProvider clock)
{
    private const int Bins = 10;
    private const int PeopleAtOnce = 100;

    private static readonly BootstrapSettings Intervals = new() { Resamples = 1_000, Interval = BootstrapInterval.Percentile };

    /// <summary>Runs it, over what was imported of the made service.</summary>
    /// <param name="tenant">Whose service.</param>
    /// <param name="truth">What is true.</param>
    /// <param name="people">How many people there are; their ids are 1 and up.</param>
    /// <param name="settings">How much is shown.</param>
    /// <param name="progress">Is told what is done.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ConflictException">People did too little to train on (<c>nothing_to_learn</c>).</exception>
    public async Task<SimulationOutcome> RunAsync(
        TenantId tenant, GeneratedTruth truth, int people, SimulationSettings settings, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(settings);
        settings.Check();
        var simulated = new SimulatedPeople(truth, settings.Seed);
        string[] ids = [.. Enumerable.Range(1, people).Select(person => $"{person}")];
        await collaborative.TrainAsync(tenant, progress, cancellationToken);
        int pages = 0;
        for (int round = 0; round < settings.Rounds; round++)
        {
            foreach (string[] some in ids.Chunk(PeopleAtOnce))
            {
                foreach (string person in some)
                    await ShowAsync(tenant, person, simulated, cancellationToken);
                pages += some.Length;
                await served.FlushAsync(cancellationToken);
                await counting.CountAsync(tenant, progress: null, cancellationToken);
                progress?.Report(new TrainingProgress("serve", (double)pages / (people * settings.Rounds), $"{pages:N0} pages shown"));
            }
        }
        RankerReport trained = await ranker.TrainAsync(tenant, progress, cancellationToken);
        return await JudgeAsync(tenant, truth, simulated, ids, settings, trained, pages, progress, cancellationToken);
    }

    private async Task ShowAsync(TenantId tenant, string person, SimulatedPeople simulated, CancellationToken cancellationToken)
    {
        DeviceKind device = simulated.Device();
        HomePage page = await streaming.HomeAsync(tenant, person, new HomeRequest { Device = device }, cancellationToken);
        await events.RecordAsync(tenant, [.. simulated.Look(page, clock.GetUtcNow(), device)], cancellationToken);
    }

    private async Task<SimulationOutcome> JudgeAsync(
        TenantId tenant,
        GeneratedTruth truth,
        SimulatedPeople simulated,
        IReadOnlyList<string> people,
        SimulationSettings settings,
        RankerReport trained,
        int pages,
        IProgress<TrainingProgress>? progress,
        CancellationToken cancellationToken)
    {
        var worth = new Dictionary<string, List<(double Value, double Regret)>>(StringComparer.Ordinal);
        List<(double Predicted, double True)> plays = [];
        SeededRandom random = SeededRandom.ForStream(settings.Seed, 2);
        RankerModel? live = await rankers.LiveAsync(tenant, cancellationToken);
        for (int i = 0; i < people.Count; i++)
        {
            DeviceKind device = simulated.Device();
            HomeContext context = await streaming.ContextAsync(tenant, people[i], new HomeRequest { Device = device }, withExperiments: false, cancellationToken);
            HashSet<string> watched = [.. context.Person.History.Entries.Where(entry => entry.IsWatched).Select(entry => entry.Title.Id)];
            Title[] free = [.. context.Catalogue.Titles.Where(context.MayShow)];
            random.Shuffle(free);
            Judge("oracle", truth.Best(people[i], context.At, device, settings.K, watched));
            Judge("random", [.. free.Take(settings.K).Select(title => title.Id)]);
            Judge("popular", [.. context.Shelf.Popular.Where(context.MayShow).Take(settings.K).Select(title => title.Id)]);
            Recommendation<HomeContext, Title> blend = await streaming.RecommendAsync(context with { Ranker = null }, settings.K, cancellationToken);
            Judge("blend", Ids(blend, blend.Ordered));
            if (live is not null)
            {
                Recommendation<HomeContext, Title> found = await streaming.RecommendAsync(context with { Ranker = live }, settings.K, cancellationToken);
                Judge("ranker", Ids(found, found.Ordered));
                Judge("page", Ids(found, found.Top));
                foreach (int candidate in found.Ordered.Take(2 * settings.K))
                    plays.Add((found.Present(candidate, 1).Score, simulated.Plays(people[i], found.Candidates[candidate].Id, context.At, device)));
            }
            progress?.Report(new TrainingProgress("judge", (double)(i + 1) / people.Count, $"lists of {i + 1:N0} people"));

            void Judge(string name, IReadOnlyList<string> list)
            {
                if (!worth.TryGetValue(name, out List<(double, double)>? own))
                    worth.Add(name, own = []);
                own.Add((truth.Value(people[i], list, context.At, device), truth.Regret(people[i], list, context.At, device, watched)));
            }
        }
        CalibrationBin[] bins = [.. Calibrate(plays)];
        return new SimulationOutcome
        {
            Lists = [.. worth.Select(pair => Worth(pair.Key, pair.Value, cancellationToken))],
            Calibration = bins,
            CalibrationError = bins.Length == 0 ? 0 : bins.Average(bin => Math.Abs(bin.Predicted - bin.True)),
            Places = [.. trained.Noticed.Select((noticed, place) => new PlaceBias(place + 1, GeneratedTruth.Examination(1, place + 1), noticed / trained.Noticed[0]))],
            Ranker = trained,
            Pages = pages,
        };

        IReadOnlyList<string> Ids(Recommendation<HomeContext, Title> found, IReadOnlyList<int> order) => [.. order.Take(settings.K).Select(candidate => found.Candidates[candidate].Id)];
    }

    private static ListWorth Worth(string name, List<(double Value, double Regret)> lists, CancellationToken cancellationToken)
    {
        Bootstrap regret = Bootstrap.OfRows(lists.Count, rows => Mean(rows), Intervals, cancellationToken);
        return new ListWorth(name, lists.Average(list => list.Value), regret.Estimate, regret.Interval);

        double Mean(ReadOnlySpan<int> rows)
        {
            double sum = 0;
            foreach (int row in rows)
                sum += lists[row].Regret;
            return sum / rows.Length;
        }
    }

    private static IEnumerable<CalibrationBin> Calibrate(List<(double Predicted, double True)> plays)
    {
        plays.Sort();
        for (int bin = 0; bin < Bins && plays.Count >= Bins; bin++)
        {
            (double Predicted, double True)[] some = [.. plays.Skip(bin * plays.Count / Bins).Take(((bin + 1) * plays.Count / Bins) - (bin * plays.Count / Bins))];
            yield return new CalibrationBin(some.Average(play => play.Predicted), some.Average(play => play.True), some.Length);
        }
    }
}
