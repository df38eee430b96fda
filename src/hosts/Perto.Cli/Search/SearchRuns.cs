using System.Diagnostics;
using Microsoft.Extensions.AI;
using Perto.Language;
using Perto.Platform;
using Perto.Recommendations;
using Perto.Vectors;
using Spectre.Console;

namespace Perto.Cli;

/// <summary>The ways to search, each run over all queries once and only where it is asked for.</summary>
/// <param name="collection">What is searched.</param>
/// <param name="words">BM25 over it.</param>
/// <param name="model">What embeds; null where nothing is.</param>
/// <param name="evaluation">What measures.</param>
/// <param name="candidates">How many records of each part are fused.</param>
/// <param name="terminal">Where progress goes.</param>
internal sealed class SearchRuns(
    JudgedCollection collection, Bm25Search words, IEmbeddingGenerator<string, Embedding<float>>? model, RetrievalEvaluation evaluation, int candidates, Terminal terminal)
{
    private (IReadOnlyList<IReadOnlyList<RankedId>> Found, double Seconds)? _bm25;
    private (IReadOnlyList<IReadOnlyList<RankedId>> Found, double Seconds)? _embed;

    /// <summary>What was learned of fusing.</summary>
    public LearnedFusion? Learned { get; private set; }

    /// <summary>BM25 alone.</summary>
    public RetrievalResult Bm25(CancellationToken cancellationToken)
    {
        (IReadOnlyList<IReadOnlyList<RankedId>> found, double seconds) = _bm25 ??= Words(feedback: null, cancellationToken);
        return Measure(SearchMethod.Bm25, found, seconds, cancellationToken);
    }

    /// <summary>BM25 with pseudo-relevance feedback.</summary>
    public RetrievalResult Feedback(CancellationToken cancellationToken)
    {
        (IReadOnlyList<IReadOnlyList<RankedId>> found, double seconds) = Words(new RelevanceFeedback(new RelevanceFeedbackSettings()), cancellationToken);
        return Measure(SearchMethod.Feedback, found, seconds, cancellationToken);
    }

    /// <summary>Embeddings alone.</summary>
    public async Task<RetrievalResult> EmbedAsync(CancellationToken cancellationToken)
    {
        (IReadOnlyList<IReadOnlyList<RankedId>> found, double seconds) = _embed ??= await NearAsync(cancellationToken);
        return Measure(SearchMethod.Embed, found, seconds, cancellationToken);
    }

    /// <summary>Both fused; where that is learned also as a gate decides that may leave fusion out.</summary>
    /// <param name="method">How; null: learned, each query by what was chosen and decided without its fold.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<RetrievalResult>> HybridAsync(FusionMethod? method, CancellationToken cancellationToken)
    {
        (IReadOnlyList<IReadOnlyList<RankedId>> bm25, double wordSeconds) = _bm25 ??= Words(feedback: null, cancellationToken);
        (IReadOnlyList<IReadOnlyList<RankedId>> embed, double embedSeconds) = _embed ??= await NearAsync(cancellationToken);
        JudgedQuery[] queries =
        [
            .. collection.Queries.Select((query, i) => new JudgedQuery(query.Id, [[.. bm25[i].Take(candidates)], [.. embed[i].Take(candidates)]], collection.Grades[i])),
        ];
        string[] parts = [SearchMethod.Bm25, SearchMethod.Embed];
        LearnedFusion plain = LearnedFusion.Untried(parts) with { Method = method ?? FusionMethod.ReciprocalRank };
        double seconds = wordSeconds + embedSeconds;
        if (method is not null)
            return [Fused(SearchMethod.Hybrid, queries, query => plain.Fuse(query.Rankings), seconds, cancellationToken)];

        Learned = new FusionLearner(new FusionLearnerSettings()).Learn(parts, queries, cancellationToken);
        Dictionary<string, FusionFold> folds = Learned.Folds
            .SelectMany(fold => fold.Queries.Select(query => (query, fold))).ToDictionary(pair => pair.query, pair => pair.fold, StringComparer.Ordinal);
        if (folds.Count == 0)
            return [Fused(SearchMethod.Hybrid, queries, query => plain.Fuse(query.Rankings), seconds, cancellationToken)];
        IReadOnlyList<FusedHit> Both(JudgedQuery query) => Fusion.Fuse(folds[query.Id].Method, folds[query.Id].Weights, query.Rankings);
        IReadOnlyList<FusedHit> Gated(JudgedQuery query) =>
            folds[query.Id].Fuses ? Both(query) : (plain with { Single = folds[query.Id].SinglePart }).Fuse(query.Rankings);
        return
        [
            Fused(SearchMethod.Hybrid, queries, Both, seconds, cancellationToken),
            Fused(SearchMethod.Gated, queries, Gated, seconds, cancellationToken),
        ];
    }

    private RetrievalResult Fused(
        string method, JudgedQuery[] queries, Func<JudgedQuery, IReadOnlyList<FusedHit>> fuse, double seconds, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        IReadOnlyList<string>[] fused = [.. queries.Select(query => fuse(query).Select(hit => hit.Id).ToArray())];
        return evaluation.Measure(method, fused, seconds + Stopwatch.GetElapsedTime(start).TotalSeconds, cancellationToken);
    }

    private RetrievalResult Measure(string method, IReadOnlyList<IReadOnlyList<RankedId>> found, double seconds, CancellationToken cancellationToken) =>
        evaluation.Measure(method, [.. found.Select(ranking => ranking.Select(hit => hit.Id).ToArray())], seconds, cancellationToken);

    private (IReadOnlyList<IReadOnlyList<RankedId>> Found, double Seconds) Words(RelevanceFeedback? feedback, CancellationToken cancellationToken)
    {
        Tell(feedback is null ? "searching by words" : "searching by words with feedback");
        long start = Stopwatch.GetTimestamp();
        var found = new IReadOnlyList<RankedId>[collection.Queries.Count];
        Parallel.For(0, found.Length, new ParallelOptions { CancellationToken = cancellationToken }, query =>
            found[query] = words.Find(collection.Queries[query].Text, RetrievalEvaluation.Depth, feedback));
        return (found, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private async Task<(IReadOnlyList<IReadOnlyList<RankedId>> Found, double Seconds)> NearAsync(CancellationToken cancellationToken)
    {
        Tell($"embedding {collection.Documents.Count:N0} documents");
        EmbeddingSearch near = await EmbeddingSearch.OverAsync(collection.Documents, model!, new Watcher(this), cancellationToken);
        long start = Stopwatch.GetTimestamp();
        IReadOnlyList<IReadOnlyList<RankedId>> found = await near.FindAsync(collection.Queries, RetrievalEvaluation.Depth, cancellationToken);
        return (found, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private void Tell(string what)
    {
        if (terminal.ShowsProgress)
            terminal.Notes.WriteLine($"{what} ...");
    }

    /// <summary>Tells of each tenth.</summary>
    private sealed class Watcher(SearchRuns runs) : IProgress<double>
    {
        private int _told;

        public void Report(double value)
        {
            if ((int)(value * 10) is var tenths && tenths > _told)
                runs.Tell($"embedded {10 * (_told = tenths)} %");
        }
    }
}
