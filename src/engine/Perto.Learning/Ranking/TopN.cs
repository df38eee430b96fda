namespace Perto.Learning;

/// <summary>
/// The best items by score. What is excluded is taken out before the selection, so that it never comes back, and neither
/// does a score that is not a finite number. Equal scores are ordered by item.
/// </summary>
public static class TopN
{
    private const int MostUsersPerBlock = 64;
    private const int MostScoresPerBlock = 1 << 22;

    /// <summary>Selects the best items of one list of scores.</summary>
    /// <param name="scores">A score for each item.</param>
    /// <param name="excluded">Items that may not be selected, ascending.</param>
    /// <param name="best">Receives the best, best first: as many as fit and as there are.</param>
    /// <returns>How many were selected.</returns>
    public static int Select(ReadOnlySpan<float> scores, ReadOnlySpan<int> excluded, Span<ScoredItem> best)
    {
        if (best.IsEmpty)
            return 0;

        // A heap whose root is the worst item kept. Items come in ascending order, so a later one must be strictly better.
        int count = 0;
        int nextExcluded = 0;
        float worst = float.NegativeInfinity;
        for (int item = 0; item < scores.Length; item++)
        {
            while (nextExcluded < excluded.Length && excluded[nextExcluded] < item)
                nextExcluded++;
            if (nextExcluded < excluded.Length && excluded[nextExcluded] == item)
                continue;
            float score = scores[item];
            if (!float.IsFinite(score) || (count == best.Length && score <= worst))
                continue;
            if (count < best.Length)
            {
                best[count] = new ScoredItem(item, score);
                SiftUp(best, count++);
            }
            else
            {
                best[0] = new ScoredItem(item, score);
                SiftDown(best[..count], 0);
            }

            worst = best[0].Score;
        }

        best[..count].Sort(static (left, right) => IsWorse(left, right) ? 1 : IsWorse(right, left) ? -1 : 0);
        return count;
    }

    /// <summary>Recommends to every user of a matrix of histories, in blocks, on several threads.</summary>
    /// <param name="model">What scores.</param>
    /// <param name="histories">What each user is scored by; these items are never recommended to that user.</param>
    /// <param name="count">Most items for a user, from 1.</param>
    /// <param name="exclusions">Further items not to recommend, for each user of <paramref name="histories"/>.</param>
    /// <param name="options">How many threads; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    /// <returns>For each user the best items, best first; fewer than <paramref name="count"/> where there are no more.</returns>
    public static ScoredItem[][] ForUsers(
        IRecommenderModel model,
        InteractionMatrix histories,
        int count,
        InteractionMatrix? exclusions = null,
        FitOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        if (exclusions is not null && (exclusions.UserCount != histories.UserCount || exclusions.ItemCount != histories.ItemCount))
        {
            throw new ArgumentException(
                $"exclusions must be {histories.UserCount} users x {histories.ItemCount} items; got {exclusions.UserCount} x {exclusions.ItemCount}");
        }

        ScoredItem[][] lists = new ScoredItem[histories.UserCount][];
        ForEach(
            model,
            histories,
            (user, scores) =>
            {
                ScoredItem[] best = new ScoredItem[Math.Min(count, model.ItemCount)];
                int found = Select(scores, Excluded(histories, exclusions, user), best);
                lists[user] = found == best.Length ? best : best[..found];
            },
            options,
            cancellationToken);
        return lists;
    }

    /// <summary>Scores all items for every user of a matrix of histories, in blocks, on several threads.</summary>
    /// <param name="model">What scores.</param>
    /// <param name="histories">What each user is scored by.</param>
    /// <param name="take">Takes the scores of each user.</param>
    /// <param name="options">How many threads.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    public static void ForEach(
        IRecommenderModel model, InteractionMatrix histories, UserScores take, FitOptions? options = null, CancellationToken cancellationToken = default)
    {
        int usersPerBlock = Math.Clamp(MostScoresPerBlock / Math.Max(1, model.ItemCount), 1, MostUsersPerBlock);
        int blocks = (histories.UserCount + usersPerBlock - 1) / usersPerBlock;
        Parallel.For(
            0,
            blocks,
            (options ?? new FitOptions()).Parallel(cancellationToken),
            () => new float[usersPerBlock * model.ItemCount],
            (block, _, scores) =>
            {
                int first = block * usersPerBlock;
                int users = Math.Min(usersPerBlock, histories.UserCount - first);
                model.Score(histories, first, users, scores.AsSpan(0, users * model.ItemCount));
                for (int user = first; user < first + users; user++)
                    take(user, scores.AsSpan((user - first) * model.ItemCount, model.ItemCount));
                return scores;
            },
            _ => { });
    }

    private static int[] Excluded(InteractionMatrix histories, InteractionMatrix? exclusions, int user)
    {
        if (exclusions is null)
            return histories.Items(user).ToArray();
        int[] excluded = [.. histories.Items(user), .. exclusions.Items(user)];
        Array.Sort(excluded);
        return excluded;
    }

    private static bool IsWorse(ScoredItem left, ScoredItem right) =>
        left.Score < right.Score || (left.Score == right.Score && left.Item > right.Item);

    private static void SiftUp(Span<ScoredItem> heap, int child)
    {
        while (child > 0)
        {
            int parent = (child - 1) / 2;
            if (!IsWorse(heap[child], heap[parent]))
                return;
            (heap[child], heap[parent]) = (heap[parent], heap[child]);
            child = parent;
        }
    }

    private static void SiftDown(Span<ScoredItem> heap, int parent)
    {
        while (true)
        {
            int child = (2 * parent) + 1;
            if (child >= heap.Length)
                return;
            if (child + 1 < heap.Length && IsWorse(heap[child + 1], heap[child]))
                child++;
            if (!IsWorse(heap[child], heap[parent]))
                return;
            (heap[child], heap[parent]) = (heap[parent], heap[child]);
            parent = child;
        }
    }
}
