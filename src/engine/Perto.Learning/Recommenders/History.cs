namespace Perto.Learning;

/// <summary>The rules that every model has for a history and its companions.</summary>
internal static class History
{
    public static void Require(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, int itemCount)
    {
        if (!weights.IsEmpty && weights.Length != items.Length)
            throw new ArgumentException($"weights must be empty or one for each of the {items.Length} items; got {weights.Length}");
        foreach (int item in items)
            RequireItem(item, itemCount);
        foreach (float weight in weights)
        {
            if (!(weight > 0 && float.IsFinite(weight)))
                throw new ArgumentException($"weight must be positive and finite; got {weight}");
        }
    }

    public static void RequireItem(int item, int itemCount)
    {
        if ((uint)item >= (uint)itemCount)
            throw new ArgumentException($"item must be in 0..{itemCount - 1}; got {item}");
    }

    public static void RequireScores(int length, long expected)
    {
        if (length != expected)
            throw new ArgumentException($"scores must have room for exactly {expected} values; got {length}");
    }

    public static void RequireRows(InteractionMatrix histories, int firstUser, int userCount, int itemCount, int scores)
    {
        if (histories.ItemCount != itemCount)
            throw new ArgumentException($"histories must have {itemCount} items; got {histories.ItemCount}");
        if (firstUser < 0 || userCount < 0 || firstUser > histories.UserCount - userCount)
            throw new ArgumentException($"users must be in 0..{histories.UserCount - 1}; got {firstUser}..{firstUser + userCount - 1}");
        RequireScores(scores, (long)userCount * itemCount);
    }

    /// <summary>Weight of the i-th item, where an empty list means 1.</summary>
    public static float Weight(ReadOnlySpan<float> weights, int i) => weights.IsEmpty ? 1 : weights[i];

    /// <summary>Refuses items to score that there are not, or as many scores as there are not items.</summary>
    public static void RequireWanted(ReadOnlySpan<int> wanted, int scores, int itemCount)
    {
        RequireScores(scores, wanted.Length);
        foreach (int item in wanted)
            RequireItem(item, itemCount);
    }
}
