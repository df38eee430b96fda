using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Perto.Platform;

namespace Perto.Recommendations;

/// <summary>
/// Asks all sources at once, each within its budget. Where one is late, fails or finds nothing, the source that the plan names takes its place.
/// </summary>
internal sealed class CandidateSearch<TContext, TItem>
    where TItem : class, ICatalogueItem
{
    private readonly SearchedSource<TContext, TItem>[] _sources;
    private readonly ICandidateSource<TContext, TItem>[] _fallbacks;
    private readonly RecommendationMetrics _metrics;
    private readonly Dependencies? _dependencies;
    private readonly ILogger _logger;
    private readonly int _capacity;

    public CandidateSearch(
        SearchedSource<TContext, TItem>[] sources,
        ICandidateSource<TContext, TItem>[] fallbacks,
        RecommendationMetrics metrics,
        Dependencies? dependencies,
        ILogger logger)
    {
        _sources = sources;
        _fallbacks = fallbacks;
        _metrics = metrics;
        _dependencies = dependencies;
        _logger = logger;
        _capacity = sources.Sum(source => source.Planned.Take);
        Names = [.. sources.Select(source => source.Source.Name), .. fallbacks.Select(source => source.Name)];
    }

    /// <summary>Names of the sources, in the order of the plan, and behind them those that may take a place.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Finds the candidates of a list of <paramref name="list"/> items.</summary>
    public async ValueTask<CandidateSet<TItem>> FindAsync(TContext context, int list, List<Degradation> degraded, CancellationToken cancellationToken)
    {
        using var spent = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        long start = Stopwatch.GetTimestamp();
        var running = new Task<IReadOnlyList<Scored<TItem>>>[_sources.Length];
        // Those that search begin first, and go on beside the others.
        foreach (bool immediate in (ReadOnlySpan<bool>)[false, true])
        {
            for (int i = 0; i < _sources.Length; i++)
            {
                if (_sources[i].Source.IsImmediate == immediate)
                    running[i] = Ask(_sources[i].Source, context, _sources[i].Planned.TakeFor(list), spent.Token);
            }
        }

        var candidates = new CandidateSet<TItem>(Names, _capacity);
        var replaced = new List<PlannedSource>();
        for (int i = 0; i < _sources.Length; i++)
        {
            PlannedSource planned = _sources[i].Planned;
            Degradation? left = await WaitAsync(running[i], planned.Budget - Stopwatch.GetElapsedTime(start), Names[i], planned.Budget, cancellationToken);
            IReadOnlyList<Scored<TItem>> found = left is null ? await running[i] : [];
            candidates.Add(i, found);
            if (found.Count == 0 && planned.OrElse is not null)
                replaced.Add(planned);
            if (left is not null)
                degraded.Add(left with { Instead = planned.OrElse is { } instead ? NameOf(instead) : null });
        }

        // Whoever is late may stop now; nobody waits for it.
        if (degraded.Count > 0)
            await spent.CancelAsync();
        for (int i = 0; i < _fallbacks.Length && replaced.Count > 0; i++)
        {
            PlannedSource[] places = [.. replaced.Where(planned => planned.OrElse == _fallbacks[i].GetType())];
            if (places.Length > 0)
                await AddFallbackAsync(context, candidates, i, places, degraded, cancellationToken);
        }
        foreach (Degradation left in degraded)
            _metrics.LeftOut(left);
        return candidates;
    }

    private static Task<IReadOnlyList<Scored<TItem>>> Ask(
        ICandidateSource<TContext, TItem> source, TContext context, int take, CancellationToken cancellationToken)
    {
        if (take == 0)
            return Task.FromResult<IReadOnlyList<Scored<TItem>>>([]);
        return source.IsImmediate ? FindAsync() : Task.Run(FindAsync, cancellationToken);

        // What it throws at once is a failure of its task as well.
        async Task<IReadOnlyList<Scored<TItem>>> FindAsync() => await source.FindAsync(context, take, cancellationToken);
    }

    private async ValueTask AddFallbackAsync(
        TContext context, CandidateSet<TItem> candidates, int fallback, PlannedSource[] places, List<Degradation> degraded, CancellationToken cancellationToken)
    {
        int index = _sources.Length + fallback;
        TimeSpan budget = places.Max(planned => planned.Budget);
        int take = places.Max(planned => planned.Take);
        using var spent = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<IReadOnlyList<Scored<TItem>>> running = Ask(_fallbacks[fallback], context, take, spent.Token);
        Degradation? left = await WaitAsync(running, budget, Names[index], budget, cancellationToken);
        if (left is null)
        {
            candidates.Add(index, await running);
            return;
        }
        degraded.Add(left);
        await spent.CancelAsync();
    }

    private string NameOf(Type type) => Array.Find(_sources, source => source.Planned.Source == type)?.Source.Name
        ?? Array.Find(_fallbacks, source => source.GetType() == type)!.Name;

    private async ValueTask<Degradation?> WaitAsync(
        Task<IReadOnlyList<Scored<TItem>>> source, TimeSpan left, string name, TimeSpan budget, CancellationToken cancellationToken)
    {
        try
        {
            if (!source.IsCompleted)
                await source.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellationToken);
            else
                await source;
            return null;
        }
        catch (TimeoutException) when (!source.IsFaulted)
        {
            // It may have come in between the time-out and this line.
            if (source.IsCompletedSuccessfully)
                return null;
            _logger.SourceLate(name, budget.TotalMilliseconds);
            ObserveLater(source);
            // What kept it is not known: the answer names the source.
            DegradedRequest.Note(name);
            return new Degradation(name, "late");
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // Any failure of one source costs that source only; it is logged, counted and told to the caller.
            _logger.SourceFailed(name, failure);
            _dependencies?.FellBack(failure, "other_sources");
            return new Degradation(name, "failed");
        }
    }

    // A late source that fails after all must not surface as an unobserved exception.
    private static void ObserveLater(Task late) =>
        _ = late.ContinueWith(
            static finished => finished.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}
