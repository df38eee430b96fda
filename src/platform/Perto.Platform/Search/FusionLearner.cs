using Perto.Learning;
using Perto.Numerics;
using Perto.Vectors;

namespace Perto.Platform;

/// <summary>
/// Chooses how the parts of a search are fused from queries whose answers are known. All methods are tried with all weights that are tenths; the best by
/// nDCG is chosen on all folds but one and measured on that one. A gate then keeps the best single part, chosen in the same way, unless fusing beats it
/// on the held-out queries by more than chance: where one part is much weaker than another, any fusion harms. What the gate itself is worth is measured
/// on each fold by a gate that decided without it, with folds of the others.
/// </summary>
public sealed class FusionLearner
{
    private const int Tenths = 10;
    private const int MaxParts = FusedQuery.MaxParts;

    private readonly FusionLearnerSettings _settings;

    /// <summary>A learner.</summary>
    /// <exception cref="InvalidValueException">A setting is out of its range.</exception>
    public FusionLearner(FusionLearnerSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate();
        _settings = settings;
    }

    /// <summary>Learns. The same queries give the same answer, in whatever order they come.</summary>
    /// <param name="parts">The names of the parts, 2 to 8, all different.</param>
    /// <param name="queries">The queries; those without an answer tell nothing and are left out.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidValueException">
    /// The parts are too few, too many or two of a name; a query's id stands twice, it has not one ranking for each part, or a score or a grade is not finite.
    /// </exception>
    public LearnedFusion Learn(IReadOnlyList<string> parts, IReadOnlyList<JudgedQuery> queries, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(queries);
        Check(parts, queries);
        JudgedQuery[] judged = [.. queries.Where(query => query.Grades.Values.Any(grade => grade > 0)).OrderBy(query => query.Id, StringComparer.Ordinal)];
        if (judged.Length < _settings.MinQueries)
            return LearnedFusion.Untried([.. parts]) with { Queries = judged.Length, K = _settings.K };

        Candidate[] fusions = [.. Fusions(parts.Count)];
        double[][] fused = Measure(judged, fusions, cancellationToken);
        double[][] alone = [.. parts.Select((_, part) => Array.ConvertAll(judged, query => Alone(query, part)))];

        int[] all = [.. Enumerable.Range(0, judged.Length)];
        Trial trial = Try(fused, alone, all);
        FusionFold[] folds = [.. trial.Folds.Select(fold => Told(fold, Try(fused, alone, [.. all.Except(fold.Held)]).Fuses))];
        Candidate best = fusions[Best(fused, all)];
        return new LearnedFusion
        {
            Decision = trial.Fuses ? FusionDecision.Fused : FusionDecision.Single,
            Parts = [.. parts],
            Single = trial.Fuses ? null : parts[Best(alone, all)],
            Method = best.Method,
            Weights = best.Weights,
            Queries = judged.Length,
            K = _settings.K,
            FusedNdcg = trial.Fused,
            SingleNdcg = trial.Alone,
            GatedNdcg = folds.Sum(fold => fold.GatedNdcg * fold.Queries.Count) / judged.Length,
            PValue = trial.Chance,
            Folds = folds,
        };

        FusionFold Told(Fold fold, bool fuses)
        {
            double together = Mean(fused[fold.Fused], fold.Held), single = Mean(alone[fold.Alone], fold.Held);
            return new FusionFold(
                [.. fold.Held.Select(query => judged[query].Id)], fusions[fold.Fused].Method, fusions[fold.Fused].Weights, together, parts[fold.Alone], single,
                fuses, fuses ? together : single);
        }
    }

    private static void Check(IReadOnlyList<string> parts, IReadOnlyList<JudgedQuery> queries)
    {
        if (parts.Count is < FusedQuery.MinParts or > MaxParts || parts.Distinct(StringComparer.Ordinal).Count() != parts.Count)
        {
            throw new InvalidValueException(
                "parts", string.Join(", ", parts), $"{FusedQuery.MinParts} to {MaxParts} different names",
                $"parts must be {FusedQuery.MinParts} to {MaxParts} different names; got '{string.Join(", ", parts)}'");
        }
        HashSet<string> ids = new(StringComparer.Ordinal);
        foreach (JudgedQuery query in queries)
        {
            if (!ids.Add(query.Id))
                throw new InvalidValueException("queries", query.Id, "each query once", $"queries must have each query once; '{query.Id}' stands twice");
            if (query.Rankings.Count != parts.Count)
            {
                throw new InvalidValueException(
                    $"queries[{query.Id}].rankings", query.Rankings.Count, $"{parts.Count}, one for each part",
                    $"queries[{query.Id}].rankings must be {parts.Count}, one for each part; got {query.Rankings.Count}");
            }
            if (query.Rankings.SelectMany(ranking => ranking).FirstOrDefault(hit => !float.IsFinite(hit.Score)) is { Id: { } unscored, Score: var score })
            {
                throw new InvalidValueException(
                    $"queries[{query.Id}].rankings[{unscored}]", score, "a finite score", $"queries[{query.Id}].rankings must have finite scores; got {score} for {unscored}");
            }
            foreach ((string record, double grade) in query.Grades)
            {
                if (!(grade is >= 0 and <= 1e6))
                {
                    throw new InvalidValueException(
                        $"queries[{query.Id}].grades[{record}]", grade, "0 to 1000000", $"queries[{query.Id}].grades[{record}] must be 0 to 1000000; got {grade}");
                }
            }
        }
    }

    // Even weights first: of equals the first is chosen.
    private static IEnumerable<Candidate> Fusions(int parts)
    {
        double[][] weights = [.. Shares(parts, Tenths).OrderBy(shares => shares.Sum(share => share * share)).Select(shares => Array.ConvertAll(shares, share => share / (double)Tenths))];
        return Enum.GetValues<FusionMethod>().SelectMany(method => weights.Select(each => new Candidate(method, each)));
    }

    // All ways to share so many tenths that every part has one.
    private static IEnumerable<int[]> Shares(int parts, int tenths)
    {
        if (parts == 1)
            return [[tenths]];
        return Enumerable.Range(1, tenths - parts + 1).SelectMany(first => Shares(parts - 1, tenths - first).Select(rest => (int[])[first, .. rest]));
    }

    // nDCG of each candidate on each query. A fused score is the weighted sum of what the parts give each record, so that these are computed once.
    private double[][] Measure(JudgedQuery[] queries, Candidate[] candidates, CancellationToken cancellationToken)
    {
        double[][] measured = [.. candidates.Select(_ => new double[queries.Length])];
        Parallel.For(0, queries.Length, new ParallelOptions { CancellationToken = cancellationToken }, q =>
        {
            JudgedQuery query = queries[q];
            double[] ideal = [.. query.Grades.Values];
            foreach (IGrouping<FusionMethod, int> same in Enumerable.Range(0, candidates.Length).GroupBy(i => candidates[i].Method))
            {
                (string[] ids, double[][] shares) = PartShares(same.Key, query.Rankings);
                double[] grades = [.. ids.Select(id => query.Grades.GetValueOrDefault(id))];
                foreach (int i in same)
                    measured[i][q] = GradedRanking.Ndcg(Top(shares, candidates[i].Weights, grades), ideal, _settings.K, GainForm.Linear);
            }
        });
        return measured;
    }

    private double Alone(JudgedQuery query, int part) => GradedRanking.Ndcg(
        [.. query.Rankings[part].Take(_settings.K).Select(hit => query.Grades.GetValueOrDefault(hit.Id))], [.. query.Grades.Values], _settings.K, GainForm.Linear);

    // What each part alone gives each record: the fused scores with all other weights 0.
    private static (string[] Ids, double[][] Shares) PartShares(FusionMethod method, IReadOnlyList<IReadOnlyList<RankedId>> rankings)
    {
        double[][] shares = new double[rankings.Count][];
        string[] ids = [];
        for (int part = 0; part < rankings.Count; part++)
        {
            double[] weights = new double[rankings.Count];
            weights[part] = 1;
            FusedHit[] hits = [.. Fusion.Fuse(method, weights, rankings).OrderBy(hit => hit.Id, StringComparer.Ordinal)];
            ids = Array.ConvertAll(hits, hit => hit.Id);
            shares[part] = Array.ConvertAll(hits, hit => (double)hit.Score);
        }
        return (ids, shares);
    }

    // The grades of the first K; the records are in id order, as equal scores are.
    private double[] Top(double[][] shares, double[] weights, double[] grades)
    {
        double[] scores = new double[grades.Length];
        for (int part = 0; part < shares.Length; part++)
        {
            for (int i = 0; i < scores.Length; i++)
                scores[i] += weights[part] * shares[part][i];
        }
        return [.. Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i]).Take(_settings.K).Select(i => grades[i])];
    }

    // What is chosen without each fold and measured on it, and whether a gate would fuse by that.
    private Trial Try(double[][] fused, double[][] alone, int[] queries)
    {
        Fold[] folds = [.. Folds(queries).Select(held => (Held: held, Others: queries.Except(held).ToArray())).Select(split => new Fold(split.Held, Best(fused, split.Others), Best(alone, split.Others)))];
        Dictionary<int, Fold> holding = folds.SelectMany(fold => fold.Held.Select(query => (query, fold))).ToDictionary(pair => pair.query, pair => pair.fold);
        double[] together = Array.ConvertAll(queries, query => fused[holding[query].Fused][query]);
        double[] single = Array.ConvertAll(queries, query => alone[holding[query].Alone][query]);
        double[] leads = [.. together.Zip(single, (one, other) => one - other)];
        double chance = SignFlipTest.PValue(leads, seed: _settings.Seed);
        return new Trial(folds, together.Average(), single.Average(), chance, leads.Average() > 0 && chance <= _settings.Significance);
    }

    private IEnumerable<int[]> Folds(int[] queries)
    {
        int[] order = [.. queries];
        SeededRandom random = new(_settings.Seed);
        for (int i = order.Length - 1; i > 0; i--)
        {
            int other = random.Next(i + 1);
            (order[i], order[other]) = (order[other], order[i]);
        }
        // The gate of a fold has fewer queries than there are, at worst one less than folds.
        int folds = Math.Min(_settings.Folds, order.Length);
        return Enumerable.Range(0, folds).Select(fold => order.Where((_, i) => i % folds == fold).ToArray());
    }

    private static int Best(double[][] measured, int[] queries)
    {
        int best = 0;
        double most = double.NegativeInfinity;
        for (int i = 0; i < measured.Length; i++)
        {
            if (Mean(measured[i], queries) is var mean && mean > most)
                (best, most) = (i, mean);
        }
        return best;
    }

    private static double Mean(double[] measured, int[] queries)
    {
        double sum = 0;
        foreach (int query in queries)
            sum += measured[query];
        return sum / queries.Length;
    }

    private sealed record Candidate(FusionMethod Method, double[] Weights);

    // Queries that are held out, and the fusion and the part that are best on the others.
    private sealed record Fold(int[] Held, int Fused, int Alone);

    private sealed record Trial(Fold[] Folds, double Fused, double Alone, double Chance, bool Fuses);
}
