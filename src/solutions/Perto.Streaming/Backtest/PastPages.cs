using System.Runtime.CompilerServices;
using Perto.Platform;
using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>Makes pages of the past by the pipeline that serves.</summary>
internal sealed class PastPages(StreamingSettings settings, FeatureStore features, TimeProvider clock, IServiceProvider services)
{
    // As many rows as a join takes at once.
    private const int PagesAtOnce = 32;

    // What a page diversifies over.
    private const int List = 30;

    // Nobody waits for a page of the past.
    private readonly Recommender<HomeContext, Title> _recommender = (HomePlan.Titles(settings) with { IsServed = false }).Build(services);

    /// <summary>Pages of a window with what each has to be judged by.</summary>
    /// <exception cref="InvalidOperationException">What is known of a page could not be read.</exception>
    public async IAsyncEnumerable<PastPage> MakeAsync(
        PastService past,
        TenantId tenant,
        PastModels models,
        double from,
        double to,
        int minWatched,
        IReadOnlyList<double> parts,
        IProgress<TrainingProgress>? progress,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int made = 0;
        var asked = past.Asked(past.MomentOf(from), past.MomentOf(to), minWatched, parts).ToList();
        foreach ((string User, long At, IReadOnlySet<string> Wanted)[] some in asked.Chunk(PagesAtOnce))
        {
            List<BacktestPage> pages = [];
            foreach ((string user, long at, IReadOnlySet<string> wanted) in some)
            {
                HomeContext context = await past.ContextAsync(user, at, models.Bind, cancellationToken);
                var unknown = wanted.Where(id => context.Catalogue.Find(id) is not { } title || context.Person.History.Find(title) is null).ToHashSet(StringComparer.Ordinal);
                if (unknown.Count > 0 && context.Person.History.Entries.Count > 0)
                    pages.Add(new BacktestPage(context, unknown));
            }
            foreach (BacktestPage page in pages)
                await RecommendAsync(page.Context, cancellationToken);
            await PastReadings.ReadAsync(features, tenant, [.. pages.Select(page => page.Context)], cancellationToken);
            foreach (BacktestPage page in pages)
            {
                yield return new PastPage(page.Context, page.Wanted, await DescribedAsync(page.Context, cancellationToken));
                made++;
                progress?.Report(new TrainingProgress("pages", (double)made / asked.Count, $"pages from {from:0 %} to {to:0 %} of all that happened, {made} of {asked.Count}"));
            }
        }
    }

    /// <summary>What the pipeline makes for a context whose readings are there.</summary>
    /// <exception cref="InvalidOperationException">It could not describe its candidates.</exception>
    public async ValueTask<Recommendation<HomeContext, Title>> DescribedAsync(HomeContext context, CancellationToken cancellationToken)
    {
        Recommendation<HomeContext, Title> found = await RecommendAsync(context, cancellationToken);
        return found.Candidates.Features is null ? throw new InvalidOperationException("A page of the past could not be described; the log says why.") : found;
    }

    private ValueTask<Recommendation<HomeContext, Title>> RecommendAsync(HomeContext context, CancellationToken cancellationToken) =>
        _recommender.RecommendAsync(context, List, new StepTimings(clock), cancellationToken);
}
