using Microsoft.Extensions.Options;
using Perto.Learning;
using Perto.Platform;

namespace Perto.Streaming;

/// <summary>
/// Trains the ranker of the home page from served pages: LambdaMART over what was logged with them, free of where titles stood. The last fifth of
/// the pages is held out first, of it what the live version has not learned from either; it decides, person by person, whether the new version is
/// better than what serves. Then all pages are learned.
/// </summary>
public sealed class RankerTraining
{
    private const double HeldOut = 0.2;
    private const string BlendName = "blend";

    private readonly RankerLog _log;
    private readonly ModelRegistry _registry;
    private readonly RankerModels _models;
    private readonly RankerSettings _settings;
    private readonly TimeProvider _clock;

    internal RankerTraining(RankerLog log, ModelRegistry registry, RankerModels models, IOptions<RankerSettings> settings, TimeProvider clock)
    {
        _log = log;
        _registry = registry;
        _models = models;
        _settings = settings.Value;
        _clock = clock;
    }

    /// <summary>Trains on what the tenant's people did with the pages that they were served.</summary>
    /// <exception cref="ConflictException">There are too few pages to learn from (<c>nothing_to_learn</c>).</exception>
    public async Task<RankerReport> TrainAsync(TenantId tenant, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        long start = _clock.GetTimestamp();
        DateTimeOffset to = _clock.GetUtcNow().AddHours(-_settings.SettleHours);
        RankerExamples examples = await _log.ReadAsync(tenant, to.AddDays(-_settings.Days), to, _settings.MaxPages, progress, cancellationToken);
        int engaged = examples.Pages.Count(page => page.IsEngaged);
        if (engaged < _settings.MinPages)
        {
            throw new ConflictException(
                "nothing_to_learn",
                $"{engaged:N0} served pages of the last {_settings.Days} days have a click, and {_settings.MinPages:N0} are needed (Perto:Streaming:Ranker:MinPages): record impressions and clicks with the page's request");
        }

        RankerModel? live = await _models.LiveAsync(tenant, cancellationToken);
        (RankerArtifact artifact, RankerComparison comparison) = await Task.Factory.StartNew(
            () => Learn(examples, live, progress, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        ModelVersion saved = await _registry.SaveAsync(
            tenant,
            new ModelDraft
            {
                Name = RankerModel.ModelName,
                Kind = BoostedTrees.ModelKind,
                DataFrom = examples.From,
                DataTo = examples.To,
                Metrics = comparison.Metrics,
                Parent = live?.Version.Version,
            },
            artifact.ToBytes(),
            cancellationToken);
        ModelVersion promoted = await _registry.PromoteAsync(tenant, saved.Name, saved.Version, comparison.Gate(live?.Version.Version, _settings.AllowedDrop), cancellationToken);
        return new RankerReport
        {
            Model = promoted.ToString(),
            Live = promoted.State == ModelState.Live,
            Refusal = promoted.Reason,
            Pages = examples.Pages.Count,
            Titles = examples.Titles,
            Against = live?.Label ?? BlendName,
            Metrics = comparison.Metrics,
            Importance = Importance(artifact.Trees),
            Noticed = [.. artifact.Noticed.Take(ServedTitle.Places).Select(share => Math.Round(share, 3))],
            Seconds = Math.Round(_clock.GetElapsedTime(start).TotalSeconds, 2),
        };
    }

    private (RankerArtifact Artifact, RankerComparison Comparison) Learn(
        RankerExamples examples, RankerModel? live, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        int known = (int)(examples.Pages.Count * (1 - HeldOut));
        long learned = live?.Version.DataTo is { } last ? UnixMicros.From(last) : long.MinValue;
        IReadOnlyList<RankerExample> early = [.. examples.Pages.Take(known)], late = [.. examples.Pages.Skip(known).Where(page => page.At > learned)];
        int deciding = late.Count(page => page.IsEngaged);
        if (deciding < _settings.MinHeldOutPages)
        {
            throw new ConflictException(
                "nothing_to_learn",
                $"{deciding:N0} pages with a click are there to compare {live?.Label ?? BlendName} with, that it has not learned from; {_settings.MinHeldOutPages:N0} are needed (Perto:Streaming:Ranker:MinHeldOutPages)");
        }
        // Both rankers learn with the same, so that what one is compared and calibrated by holds for the other.
        PlaceDecay? decay = PlaceDecay.Of(early);
        (BoostedTrees trial, double[] noticed) = Fit(examples.FeatureNames, early, decay, "evaluate", progress, cancellationToken);
        RankerComparison comparison = RankerComparison.Of(examples.FeatureNames, trial, noticed, late, live, cancellationToken);
        (BoostedTrees trees, noticed) = Fit(examples.FeatureNames, examples.Pages, decay, "train", progress, cancellationToken);
        return (new RankerArtifact(trees, comparison.Play, noticed), decay is null ? comparison : comparison.With(decay));
    }

    private (BoostedTrees Trees, double[] Noticed) Fit(
        IReadOnlyList<string> names, IReadOnlyList<RankerExample> pages, PlaceDecay? decay, string step, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        var options = new FitOptions
        {
            Progress = progress is null
                ? null
                : fit => progress.Report(new TrainingProgress(step, (double)fit.Step / fit.Steps, $"LambdaMART, tree {fit.Step} of {fit.Steps}")),
        };
        BoostedTrees trees = BoostedTrees.Fit(
            RankerExamples.Rows(names, pages, decay), _settings.ToObjective(), _settings.ToBoosting(), validation: null, metric: null, options, cancellationToken);
        return (trees, PlaceNotice.Of(trees.PositionBiases, decay, pages));
    }

    private static Dictionary<string, double> Importance(BoostedTrees trees)
    {
        double[] gains = trees.GainImportance();
        double all = Math.Max(gains.Sum(), double.Epsilon);
        return Enumerable.Range(0, gains.Length).OrderByDescending(feature => gains[feature])
            .ToDictionary(feature => trees.FeatureNames[feature], feature => Math.Round(gains[feature] / all, 4), StringComparer.Ordinal);
    }
}
