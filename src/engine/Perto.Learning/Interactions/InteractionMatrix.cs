namespace Perto.Learning;

/// <summary>
/// Who interacted with what: a sparse matrix of users x items with positive weights, stored row by row (CSR). Immutable and
/// thread-safe. The items of a user are in ascending order and each occurs once.
/// </summary>
public sealed class InteractionMatrix
{
    private readonly int[] _starts;
    private readonly int[] _items;
    private readonly float[] _weights;

    private InteractionMatrix(int itemCount, int[] starts, int[] items, float[] weights)
    {
        ItemCount = itemCount;
        _starts = starts;
        _items = items;
        _weights = weights;
    }

    /// <summary>Number of rows.</summary>
    public int UserCount => _starts.Length - 1;

    /// <summary>Number of columns.</summary>
    public int ItemCount { get; }

    /// <summary>Number of stored interactions.</summary>
    public int Count => _items.Length;

    /// <summary>Builds the matrix.</summary>
    /// <param name="userCount">Number of users; users without interactions are empty rows.</param>
    /// <param name="itemCount">Number of items.</param>
    /// <param name="interactions">In any order; several of one user with one item become one.</param>
    /// <param name="duplicates">How several become one.</param>
    /// <exception cref="ArgumentException">An index is out of range or a weight is not positive and finite.</exception>
    public static InteractionMatrix From(
        int userCount, int itemCount, ReadOnlySpan<Interaction> interactions, DuplicateRule duplicates = DuplicateRule.Maximum)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(userCount);
        ArgumentOutOfRangeException.ThrowIfNegative(itemCount);
        int[] starts = new int[userCount + 1];
        foreach (Interaction interaction in interactions)
        {
            RequireUsable(interaction, userCount, itemCount);
            starts[interaction.User + 1]++;
        }

        for (int user = 0; user < userCount; user++)
            starts[user + 1] += starts[user];

        int[] next = starts[..^1];
        int[] items = new int[interactions.Length];
        float[] weights = new float[interactions.Length];
        foreach (Interaction interaction in interactions)
        {
            int at = next[interaction.User]++;
            items[at] = interaction.Item;
            weights[at] = interaction.Weight;
        }

        return Compacted(itemCount, starts, items, weights, duplicates);
    }

    /// <summary>Takes rows that are already in order, as a file holds them.</summary>
    /// <param name="itemCount">Number of columns.</param>
    /// <param name="starts">Where each row begins, and the end: one more than there are rows.</param>
    /// <param name="items">The items of all rows, ascending within a row.</param>
    /// <param name="weights">Their weights.</param>
    /// <exception cref="ArgumentException">The arrays do not describe such a matrix.</exception>
    public static InteractionMatrix FromRows(int itemCount, int[] starts, int[] items, float[] weights)
    {
        if (starts.Length == 0 || starts[0] != 0 || starts[^1] != items.Length || items.Length != weights.Length)
            throw new ArgumentException($"starts must lead from 0 to the number of items ({items.Length}), with a weight each ({weights.Length})");
        for (int user = 0; user < starts.Length - 1; user++)
        {
            if (starts[user + 1] < starts[user] || starts[user + 1] > items.Length)
                throw new ArgumentException($"row {user} ends before it starts");
            for (int at = starts[user]; at < starts[user + 1]; at++)
            {
                RequireUsable(new Interaction(user, items[at], weights[at]), starts.Length - 1, itemCount);
                if (at > starts[user] && items[at] <= items[at - 1])
                    throw new ArgumentException($"the items of row {user} must ascend; got {items[at]} after {items[at - 1]}");
            }
        }

        return new InteractionMatrix(itemCount, starts, items, weights);
    }

    /// <summary>The items of a user, ascending.</summary>
    public ReadOnlySpan<int> Items(int user) => _items.AsSpan(_starts[user], Degree(user));

    /// <summary>The weights of <see cref="Items"/>, in the same order.</summary>
    public ReadOnlySpan<float> Weights(int user) => _weights.AsSpan(_starts[user], Degree(user));

    /// <summary>How many items a user has.</summary>
    public int Degree(int user) => _starts[user + 1] - _starts[user];

    /// <summary>Where each row begins in <see cref="AllItems"/>, and the end.</summary>
    public ReadOnlySpan<int> Starts => _starts;

    /// <summary>The items of all users, row after row.</summary>
    public ReadOnlySpan<int> AllItems => _items;

    /// <summary>The weights of <see cref="AllItems"/>.</summary>
    public ReadOnlySpan<float> AllWeights => _weights;

    /// <summary>The user of each of <see cref="AllItems"/>.</summary>
    internal int[] Owners()
    {
        int[] owners = new int[Count];
        for (int user = 0; user < UserCount; user++)
            owners.AsSpan(_starts[user], Degree(user)).Fill(user);
        return owners;
    }

    /// <summary>The same interactions seen from the items: users and items change places.</summary>
    public InteractionMatrix Transpose()
    {
        int[] starts = new int[ItemCount + 1];
        foreach (int item in _items)
            starts[item + 1]++;
        for (int item = 0; item < ItemCount; item++)
            starts[item + 1] += starts[item];

        int[] next = starts[..^1];
        int[] users = new int[Count];
        float[] weights = new float[Count];
        for (int user = 0; user < UserCount; user++)
        {
            for (int at = _starts[user]; at < _starts[user + 1]; at++)
            {
                int target = next[_items[at]]++;
                users[target] = user;
                weights[target] = _weights[at];
            }
        }

        return new InteractionMatrix(UserCount, starts, users, weights);
    }

    /// <summary>Only the users who have anything; itself where all have.</summary>
    public InteractionMatrix OfActiveUsers()
    {
        int[] active = [.. Enumerable.Range(0, UserCount).Where(user => Degree(user) > 0)];
        return active.Length == UserCount ? this : Select(active);
    }

    /// <summary>Some of the users, in the order given; the items stay the same.</summary>
    public InteractionMatrix Select(ReadOnlySpan<int> users)
    {
        int[] starts = new int[users.Length + 1];
        for (int row = 0; row < users.Length; row++)
            starts[row + 1] = starts[row] + Degree(users[row]);

        int[] items = new int[starts[^1]];
        float[] weights = new float[starts[^1]];
        for (int row = 0; row < users.Length; row++)
        {
            Items(users[row]).CopyTo(items.AsSpan(starts[row]));
            Weights(users[row]).CopyTo(weights.AsSpan(starts[row]));
        }

        return new InteractionMatrix(ItemCount, starts, items, weights);
    }

    private static InteractionMatrix Compacted(int itemCount, int[] starts, int[] items, float[] weights, DuplicateRule duplicates)
    {
        int[] compactStarts = new int[starts.Length];
        int end = 0;
        for (int user = 0; user < starts.Length - 1; user++)
        {
            int first = starts[user];
            int count = starts[user + 1] - first;
            Array.Sort(items, weights, first, count);
            for (int at = first; at < first + count; at++)
            {
                bool repeated = end > compactStarts[user] && items[end - 1] == items[at];
                if (!repeated)
                {
                    items[end] = items[at];
                    weights[end++] = weights[at];
                }
                else
                {
                    weights[end - 1] = duplicates == DuplicateRule.Sum
                        ? weights[end - 1] + weights[at]
                        : Math.Max(weights[end - 1], weights[at]);
                }
            }

            compactStarts[user + 1] = end;
        }

        return new InteractionMatrix(itemCount, compactStarts, items[..end], weights[..end]);
    }

    private static void RequireUsable(Interaction interaction, int userCount, int itemCount)
    {
        if ((uint)interaction.User >= (uint)userCount)
            throw new ArgumentException($"user must be in 0..{userCount - 1}; got {interaction.User}");
        if ((uint)interaction.Item >= (uint)itemCount)
            throw new ArgumentException($"item must be in 0..{itemCount - 1}; got {interaction.Item}");
        if (!(interaction.Weight > 0 && float.IsFinite(interaction.Weight)))
            throw new ArgumentException($"weight must be positive and finite; got {interaction.Weight}");
    }
}
