using Perto.Numerics;

namespace Perto.Recommendations;

/// <summary>Picks the list out of what was ranked: places for what was drawn, and the others spread out.</summary>
internal sealed class TopList<TContext, TItem>(RecommenderPlan<TContext, TItem> plan)
    where TItem : class, ICatalogueItem
{
    // Sources draw from streams of their own of what may be the same seed.
    private const long Stream = 0x706C61636573;

    /// <summary>Up to <paramref name="take"/> candidates.</summary>
    /// <param name="context">Who asks.</param>
    /// <param name="candidates">All that the sources found.</param>
    /// <param name="kept">Those that may be shown, best first.</param>
    /// <param name="scores">Score of each of <paramref name="kept"/>, with the factors of the rules.</param>
    /// <param name="take">How many.</param>
    public int[] Pick(TContext context, CandidateSet<TItem> candidates, int[] kept, float[] scores, int take)
    {
        int[] drawn = Drawn(candidates, kept, take);
        int[] picked = plan.Diversity is { } diversity
            ? Spread(diversity, context, candidates, kept, scores, take, drawn)
            : [.. kept.Where(candidate => !drawn.Contains(candidate)).Take(take - drawn.Length)];
        if (drawn.Length == 0)
            return picked;
        var list = new List<int>(picked);
        int first = Math.Min(FirstItems.Count, picked.Length + drawn.Length);
        // One in each of equal parts of the first items, never at the head, and where in its part is drawn too: so the places tell what a place alone does.
        SeededRandom random = SeededRandom.ForStream(plan.PlaceSeed(context), Stream);
        for (int i = 0; i < drawn.Length; i++)
            list.Insert(Math.Min(list.Count, 1 + (int)((i + random.NextDouble()) * (first - 1) / drawn.Length)), drawn[i]);
        return [.. list];
    }

    // One place fewer than there are: the head is for what is known to be liked.
    private static int[] Drawn(CandidateSet<TItem> candidates, int[] kept, int take)
    {
        int[] drawn = [.. candidates.Drawn.Take(Math.Min(take, FirstItems.Count) - 1)];
        return drawn.Length == 0 ? drawn : [.. drawn.Where(candidate => Array.IndexOf(kept, candidate) >= 0)];
    }

    private int[] Spread(
        Diversity<TContext, TItem> diversity, TContext context, CandidateSet<TItem> candidates, int[] kept, float[] scores, int take, int[] drawn)
    {
        int first = Math.Min(take, FirstItems.Count);
        int[] pool = Pool(diversity, context, candidates, kept, take, first, drawn);
        var relevance = new float[pool.Length];
        float best = kept.Length > 0 ? scores[0] : 0f;
        for (int i = 0; i < pool.Length; i++)
            relevance[i] = best > 0 ? scores[pool[i]] / best : 0f;
        // What was drawn shows its labels: the others are to show what is missing beside them.
        HashSet<string> shown = [.. drawn.SelectMany(candidate => diversity.Distinct?.Invoke(candidates[candidate]) ?? [])];
        // Asked for again with each pick.
        var others = new IReadOnlyList<string>?[pool.Length];
        Func<int, IReadOnlyList<string>>? labels = diversity.Distinct is not { } distinct ? null
            : shown.Count == 0 ? index => distinct(candidates[kept[pool[index]]])
            : index => others[index] ??= [.. distinct(candidates[kept[pool[index]]]).Where(label => !shown.Contains(label))];
        int[] picked = diversity.Diversifier.Pick(
            relevance,
            (a, b) => diversity.Similarity(context, candidates[kept[pool[a]]], candidates[kept[pool[b]]]),
            take - drawn.Length,
            labels,
            Math.Max(0, AtLeast(diversity.AtLeast, take) - shown.Count),
            Math.Max(1, first - drawn.Length),
            [.. diversity.Shares.Select(share => Quota(share, context, candidates, first, drawn, index => kept[pool[index]]))]);
        for (int i = 0; i < picked.Length; i++)
            picked[i] = kept[pool[picked[i]]];
        return picked;
    }

    // What was drawn counts.
    private static Quota Quota(
        KindShare<TContext, TItem> share, TContext context, CandidateSet<TItem> candidates, int first, int[] drawn, Func<int, int> candidate)
    {
        int already = drawn.Count(item => share.Has(context, candidates[item]));
        return new Quota(
            index => share.Has(context, candidates[candidate(index)]), Math.Max(0, share.Least(first) - already), Math.Max(0, share.Most(first) - already));
    }

    // Positions in what was kept: the best, and behind them as many as the wishes may need.
    private int[] Pool(
        Diversity<TContext, TItem> diversity, TContext context, CandidateSet<TItem> candidates, int[] kept, int take, int first, int[] drawn)
    {
        int size = Math.Min(Math.Max(plan.Keep, take), kept.Length);
        var pool = new List<int>(size);
        var labels = new HashSet<string>(StringComparer.Ordinal);
        int[] missing = [.. diversity.Shares.Select(share => share.Least(first))];
        int missingOthers = diversity.Shares.Count == 0 ? 0 : first;
        for (int position = 0; position < kept.Length; position++)
        {
            if (position >= size && labels.Count >= diversity.AtLeast && missingOthers <= 0 && Array.TrueForAll(missing, count => count <= 0))
                break;
            if (drawn.Contains(kept[position]))
                continue;
            TItem item = candidates[kept[position]];
            bool wanted = position < size;
            bool limited = false;
            for (int i = 0; i < missing.Length; i++)
            {
                bool has = diversity.Shares[i].Has(context, item);
                limited |= has && diversity.Shares[i].AtMost < 1;
                wanted |= has && missing[i] > 0;
                missing[i] -= has ? 1 : 0;
            }
            wanted |= !limited && missingOthers > 0;
            missingOthers -= limited ? 0 : 1;
            if (diversity.Distinct is { } distinct && (wanted || labels.Count < diversity.AtLeast))
            {
                int before = labels.Count;
                labels.UnionWith(distinct(item));
                wanted |= labels.Count > before;
            }
            if (wanted)
                pool.Add(position);
        }
        return [.. pool];
    }

    // A list of five cannot show what twenty can: its share, rounded up.
    private static int AtLeast(int inWindow, int take) =>
        (int)Math.Ceiling(inWindow * Math.Min(take, FirstItems.Count) / (double)FirstItems.Count);
}
