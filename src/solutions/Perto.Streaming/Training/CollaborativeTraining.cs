using Microsoft.Extensions.Options;
using Perto.Learning;
using Perto.Platform;
using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>
/// Trains the collaborative model: measures the settings on the end of each person's time line, fits on everything, and makes
/// the result live if it is not worse than what is live.
/// </summary>
public sealed class CollaborativeTraining(
    WatchedLog watched,
    CatalogueStore catalogues,
    ModelRegistry registry,
    CollaborativeModels models,
    IOptions<TrainingSettings> settings,
    TimeProvider clock)
{
    private const double TestShare = 0.2;
    private const int Cutoff = 10;

    // The data moves between two trainings, and with it every figure a little; a fall beyond this is no noise.
    private const double AllowedDrop = 0.02;

    private static readonly string[] Reported = ["ndcg", "recall", "coverage"];

    /// <summary>Trains on what the tenant's people watched.</summary>
    /// <exception cref="ConflictException">Nobody watched enough to learn from.</exception>
    public async Task<TrainingReport> TrainAsync(
        TenantId tenant, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        long start = clock.GetTimestamp();
        ImplicitAlsSettings als = settings.Value.ToAls();
        progress?.Report(new TrainingProgress("read", 0, "reading who watched what"));
        InteractionLog log = await watched.ReadAsync(tenant, cancellationToken);
        (InteractionLog train, InteractionLog test) = TimelineSplit.Last(log, TestShare);
        if (train.Interactions.Count == 0 || test.Interactions.Count == 0)
            throw new ConflictException("nothing_to_learn", "Nobody has watched enough to learn from: import or record views first");

        // Minutes of computing do not belong on the threads that answer requests.
        (IReadOnlyDictionary<string, double> metrics, ImplicitAls model, TitleScorers scorers) = await Task.Factory.StartNew(
            () =>
            {
                IReadOnlyDictionary<string, double> measured = Measure(als, EvaluationTask.AllItems(train, test), Relay(progress, "evaluate", als), cancellationToken);
                var factors = ImplicitAls.Fit(log.ToMatrix(log.Items.Count), als, Relay(progress, "train", als), cancellationToken);
                return (measured, factors, TitleScorers.Fit(log, settings.Value, kind => Relay(progress, "train", kind), cancellationToken));
            },
            cancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

        var artifact = new CollaborativeArtifact([.. Enumerable.Range(0, log.Items.Count).Select(item => log.Items[item])], model, scorers);
        ModelVersion? live = await registry.LiveAsync(tenant, CollaborativeModel.ModelName, cancellationToken);
        ModelVersion saved = await registry.SaveAsync(tenant, Draft(log, metrics, live), artifact.ToBytes(), cancellationToken);
        progress?.Report(new TrainingProgress("index", 0, "indexing the titles"));
        Catalogue catalogue = await catalogues.GetAsync(tenant, cancellationToken);
        var gate = new ModelGate($"ndcg@{Cutoff}", AllowedDrop);

        // What the vector store refuses is found out before anybody is served from it.
        TitleVectors.Check(artifact, catalogue);
        ModelVersion promoted = await registry.PromoteAsync(tenant, saved.Name, saved.Version, gate, cancellationToken);
        if (promoted.State == ModelState.Live)
            await models.LiveAsync(tenant, catalogue, cancellationToken);
        return new TrainingReport
        {
            Model = promoted.ToString(),
            Live = promoted.State == ModelState.Live,
            Refusal = promoted.Reason,
            People = log.Users.Count,
            Titles = log.Items.Count,
            Positives = log.Interactions.Count,
            Metrics = metrics,
            Seconds = Math.Round(clock.GetElapsedTime(start).TotalSeconds, 2),
        };
    }

    private static FitOptions Relay(IProgress<TrainingProgress>? progress, string step, ImplicitAlsSettings als) => Relay(progress, step, $"iALS d={als.Dimensions}, epoch");

    private static FitOptions Relay(IProgress<TrainingProgress>? progress, string step, string what) => new()
    {
        Progress = progress is null
            ? null
            : fit => progress.Report(new TrainingProgress(step, (double)fit.Step / fit.Steps, $"{what} {fit.Step} of {fit.Steps}")),
    };

    private static Dictionary<string, double> Measure(
        ImplicitAlsSettings als, EvaluationTask task, FitOptions options, CancellationToken cancellationToken)
    {
        ImplicitAls model = ImplicitAls.Fit(task.Train, als, options, cancellationToken);
        return task.Measure(model, [Cutoff], options, cancellationToken).Metrics.Where(metric => Reported.Contains(metric.Name))
            .ToDictionary(metric => $"{metric.Name}@{metric.K}", metric => Math.Round(metric.Value, 4), StringComparer.Ordinal);
    }

    private static ModelDraft Draft(InteractionLog log, IReadOnlyDictionary<string, double> metrics, ModelVersion? live) => new()
    {
        Name = CollaborativeModel.ModelName,
        Kind = ImplicitAls.ModelKind,
        DataFrom = UnixMicros.ToMoment(log.Interactions.Min(logged => logged.Timestamp)),
        DataTo = UnixMicros.ToMoment(log.Interactions.Max(logged => logged.Timestamp)),
        Metrics = metrics,
        Parent = live?.Version,
    };
}
