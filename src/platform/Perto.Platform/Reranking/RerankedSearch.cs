using System.Text.Json;
using Microsoft.Extensions.Logging;
using Perto.Vectors;

namespace Perto.Platform;

/// <summary>
/// Two stages: a retrieval finds many candidates, a re-ranker that reads each of them beside the query puts them in order, and those that it finds of
/// little use are left out. It is asked only where it pays, and never makes an answer fail: without it the order of the retrieval is given, and marked.
/// Safe for use by many threads.
/// </summary>
public sealed class RerankedSearch
{
    /// <summary>The most candidates of one query.</summary>
    public const int MaxCandidates = 1_000;

    /// <summary>The longest text of a candidate, in characters.</summary>
    public const int MaxCandidateLength = 100_000;

    /// <summary>By what an answer says that gates or owners' queries could not be read.</summary>
    internal const string BookKeeping = "re-ranking-records";

    private readonly RerankModels _models;
    private readonly RerankingSettings _settings;
    private readonly RerankGates _gates;
    private readonly RerankAnswerJournal _journal;
    private readonly OwnerQueries _owners;
    private readonly RerankCalls _calls;
    private readonly RerankMetrics _metrics;
    private readonly IdGenerator _ids;
    private readonly TimeProvider _clock;
    private readonly Random _random;
    private readonly ILogger<RerankedSearch> _logger;

    internal RerankedSearch(
        RerankModels models, RerankingSettings settings, RerankGates gates, RerankAnswerJournal journal, OwnerQueries owners, RerankCalls calls,
        RerankMetrics metrics, IdGenerator ids, TimeProvider clock, Random random, ILogger<RerankedSearch> logger)
    {
        _models = models;
        _settings = settings;
        _gates = gates;
        _journal = journal;
        _owners = owners;
        _calls = calls;
        _metrics = metrics;
        _ids = ids;
        _clock = clock;
        _random = random;
        _logger = logger;
    }

    /// <summary>The profile in use.</summary>
    public RerankProfile Profile => _models.Profile;

    /// <summary>Retrieves candidates and puts them in order.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="query">What is asked.</param>
    /// <param name="retrieve">Finds so many candidates, or fewer where there are no more, best first.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidValueException">The query or a candidate breaks a rule.</exception>
    public async Task<RerankReport> SearchAsync(
        TenantId tenant,
        RerankQuery query,
        Func<int, CancellationToken, Task<IReadOnlyList<RerankCandidate>>> retrieve,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(retrieve);
        query.Check();
        RerankProfile profile = _models.Profile;
        long started = _clock.GetTimestamp();
        int wanted = Math.Max(profile.Retrieve, query.Keep ?? profile.Keep);
        IReadOnlyList<RerankCandidate> candidates = await retrieve(wanted, cancellationToken);
        TimeSpan retrieval = _clock.GetElapsedTime(started);
        _metrics.Retrieved(query.Strategy, retrieval);
        return await RankAsync(tenant, query, candidates, retrieval, cancellationToken);
    }

    /// <summary>Puts candidates in order that were retrieved already.</summary>
    /// <inheritdoc cref="SearchAsync"/>
    /// <param name="tenant">Whose.</param>
    /// <param name="query">What is asked.</param>
    /// <param name="candidates">Best first.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<RerankReport> RerankAsync(
        TenantId tenant, RerankQuery query, IReadOnlyList<RerankCandidate> candidates, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(candidates);
        query.Check();
        return RankAsync(tenant, query, candidates, retrieval: TimeSpan.Zero, cancellationToken);
    }

    private async Task<RerankReport> RankAsync(
        TenantId tenant, RerankQuery query, IReadOnlyList<RerankCandidate> candidates, TimeSpan retrieval, CancellationToken cancellationToken)
    {
        Check(candidates);
        (RerankProfile profile, RerankModel model) = _models.Current;
        long started = _clock.GetTimestamp();

        int keep = query.Keep ?? profile.Keep;
        QueryShape shape = QueryShape.Of(query.Text);
        RerankGate gate = model.Reranker is null
            ? new RerankGate()
            : await WithoutFailureAsync(() => _gates.GetAsync(tenant, query.Scope, model.Name, cancellationToken), "gate", cancellationToken) ?? new RerankGate();
        RerankDecision decision = await DecideAsync(tenant, query, shape, candidates, profile, model, gate, cancellationToken);
        bool unusable = decision.Rule == RerankRule.NoModel && model.Problem is not null;
        if (unusable)
            DegradedRequest.Note(RerankCalls.Name);

        RerankCall? call = decision.Rerank
            ? await _calls.TryAsync(tenant, model, query.Text, [.. candidates.Take(profile.Depth).Select(candidate => candidate.Text)], _settings.Deadline, cancellationToken)
            : null;
        Ordered ordered = call?.Scores is { } scores
            ? Order(tenant, query, profile, model, gate, candidates, scores, keep)
            : new Ordered(InRetrievalOrder(candidates, keep), RerankGates.Original, 1, Id: null, Filtered: 0);

        RankChanges changes = RankChanges.Of(ordered.Results);
        double[] judged = [.. ordered.Results.Select(result => result.RerankScore).OfType<double>()];
        double? mean = judged.Length == 0 ? null : judged.Average();
        if (call?.Scores is { Count: var count })
            _metrics.Reranked(shape.Type, mean, count, ordered.Filtered, changes);
        return new RerankReport
        {
            Id = ordered.Id,
            Results = ordered.Results,
            Decision = decision,
            Order = ordered.Order,
            Propensity = ordered.Propensity,
            RetrievalTimeMs = retrieval.TotalMilliseconds,
            RerankTimeMs = call?.Elapsed.TotalMilliseconds ?? 0,
            TotalTimeMs = (retrieval + _clock.GetElapsedTime(started)).TotalMilliseconds,
            RetrievalCount = candidates.Count,
            RerankedCount = call?.Scores?.Count ?? 0,
            FilteredCount = ordered.Filtered,
            AvgRerankScore = mean,
            RankChanges = changes,
            Profile = profile.Name,
            Provider = model.Name.Provider,
            Model = model.Name.Model,
            Degraded = unusable || call is { Scores: null },
            DegradedReason = unusable ? model.Problem : call?.Problem,
        };
    }

    private async ValueTask<RerankDecision> DecideAsync(
        TenantId tenant, RerankQuery query, QueryShape shape, IReadOnlyList<RerankCandidate> candidates, RerankProfile profile, RerankModel model, RerankGate gate,
        CancellationToken cancellationToken)
    {
        // All queries of an owner count, whichever rule decides about them.
        double? complexity = query.Owner is { } owner && profile is { Adaptive: true, Model: not null }
            ? await WithoutFailureAsync(async () => (double?)await _owners.CountAsync(tenant, owner, shape.Complexity, cancellationToken), "owner's queries", cancellationToken)
            : null;
        if (query.Mode == RerankMode.Never)
            return new(false, RerankRule.AskedNever, "the caller asked for the order of retrieval");
        if (model.Reranker is null)
            return new(false, RerankRule.NoModel, model.Problem ?? "no re-ranker is set up");
        if (candidates.Count < 2)
            return new(false, RerankRule.TooFewCandidates, $"there are {candidates.Count} candidates");
        if (query.Mode == RerankMode.Always)
            return new(true, RerankRule.AskedAlways, "the caller asked for it");
        if (gate.IsOff(UnixMicros.Now(_clock)))
            return new(false, RerankRule.GateClosed, $"feedback showed that the model harms here; it is tried again at {UnixMicros.ToMoment(gate.OffUntil):u}");
        return profile.Adaptive
            ? AdaptiveRules.Decide(query, shape, candidates.Max(candidate => candidate.Score), complexity)
            : new(true, RerankRule.ProfileAlways, $"the profile {profile.Name} re-ranks every query");
    }

    private Ordered Order(
        TenantId tenant, RerankQuery query, RerankProfile profile, RerankModel model, RerankGate gate, IReadOnlyList<RerankCandidate> candidates,
        IReadOnlyList<double> scores, int keep)
    {
        double threshold = query.Threshold ?? profile.Threshold;
        int[] passing = RerankOrder.Above(RerankOrder.Of(scores, _settings.Margin), scores, threshold);
        int filtered = scores.Count - passing.Length;
        // What nobody judged is not better than what was judged and left out before it.
        IEnumerable<int> unjudged = filtered > 0 ? [] : Enumerable.Range(scores.Count, candidates.Count - scores.Count);
        RerankedResult[] reranked = Results([.. passing.Concat(unjudged).Take(keep)]);
        if (!_settings.Gate.Enabled || query.Mode == RerankMode.Always)
            return new Ordered(reranked, RerankGates.Reranked, 1, Id: null, filtered);

        // What the caller wants left out is left out in both orders. What the profile leaves out is the model's choice, which feedback judges: the order
        // of retrieval is as long, so that no order wins by its length.
        RerankedResult[] original = Results(query.Threshold is null ? [.. Enumerable.Range(0, reranked.Length)] : [.. passing.Order().Concat(unjudged).Take(keep)]);
        double exploration = gate.Exploration(_settings.Gate, UnixMicros.Now(_clock));
        bool explores = _random.NextDouble() < exploration;
        var kept = new KeptRerankAnswer
        {
            Tenant = tenant.Value,
            Id = _ids.NewId(),
            Scope = query.Scope,
            Model = model.Name.ToString(),
            Owner = query.Owner,
            Shown = explores ? RerankGates.Original : RerankGates.Reranked,
            Propensity = explores ? exploration : 1 - exploration,
            Original = JsonSerializer.Serialize(original.Select(result => result.Id)),
            Reranked = JsonSerializer.Serialize(reranked.Select(result => result.Id)),
            At = UnixMicros.Now(_clock),
        };
        string? id = _journal.Add(kept) ? kept.Id : null;
        return explores
            ? new Ordered(original, kept.Shown, kept.Propensity, id, scores.Count(score => score < threshold) - original.Count(result => result.RerankScore < threshold))
            : new Ordered(reranked, kept.Shown, kept.Propensity, id, filtered);

        RerankedResult[] Results(int[] places) =>
            [.. places.Select((place, rank) => Result(candidates[place], place, rank, place < scores.Count ? scores[place] : null))];
    }

    // What Perto writes down about queries makes answers better, and none depends on it.
    private async Task<T?> WithoutFailureAsync<T>(Func<Task<T>> work, string what, CancellationToken cancellationToken)
    {
        try
        {
            return await work();
        }
        catch (Exception failed) when (!failed.IsCancellationBy(cancellationToken))
        {
            RerankLog.Without(_logger, what, failed);
            DegradedRequest.Note(BookKeeping);
            return default;
        }
    }

    private static RerankedResult[] InRetrievalOrder(IReadOnlyList<RerankCandidate> candidates, int keep) =>
        [.. candidates.Take(keep).Select((candidate, place) => Result(candidate, place, place, score: null))];

    private static RerankedResult Result(RerankCandidate candidate, int place, int rank, double? score) => new()
    {
        Id = candidate.Id,
        OriginalScore = candidate.Score,
        RerankScore = score,
        OriginalRank = place + 1,
        NewRank = rank + 1,
    };

    private static void Check(IReadOnlyList<RerankCandidate> candidates)
    {
        if (candidates.Count > MaxCandidates)
            throw InvalidValueException.OutOfRange("candidates", candidates.Count, 0, MaxCandidates);
        HashSet<string> ids = new(candidates.Count, StringComparer.Ordinal);
        foreach ((int place, RerankCandidate candidate) in candidates.Index())
        {
            RerankQuery.CheckText($"candidates[{place}].id", candidate.Id, VectorRecord.MaxIdBytes);
            if (!ids.Add(candidate.Id))
                throw new InvalidValueException($"candidates[{place}].id", candidate.Id, "an id that stands once", $"candidates[{place}].id must stand once; '{candidate.Id}' stands before");
            if (candidate.Text.Length > MaxCandidateLength)
                throw InvalidValueException.OutOfRange($"candidates[{place}].text", candidate.Text.Length, 0, MaxCandidateLength);
            if (!double.IsFinite(candidate.Score))
                throw new InvalidValueException($"candidates[{place}].score", candidate.Score, "a finite number", $"candidates[{place}].score must be a finite number");
        }
    }

    private sealed record Ordered(IReadOnlyList<RerankedResult> Results, string Order, double Propensity, string? Id, int Filtered);
}
