using Perto.Numerics;

namespace Perto.Learning;

/// <summary>
/// An inner split: of some users a fifth of the items is kept from the training, and the model is asked to find it from the rest.
/// </summary>
internal sealed class HeldOutItems
{
    private const int LeastItems = 5;
    private const int MostUsers = 1_000;
    private const int Cutoff = 10;

    private readonly InteractionMatrix _histories;
    private readonly int[][] _heldOut;

    private HeldOutItems(InteractionMatrix training, InteractionMatrix histories, int[][] heldOut)
    {
        Training = training;
        _histories = histories;
        _heldOut = heldOut;
    }

    /// <summary>What is left to train on.</summary>
    public InteractionMatrix Training { get; }

    /// <summary>Splits, or gives nothing where no user has enough items.</summary>
    public static HeldOutItems? From(InteractionMatrix interactions, long seed)
    {
        SeededRandom random = new(seed);
        int[] users = [.. Enumerable.Range(0, interactions.UserCount).Where(user => interactions.Degree(user) >= LeastItems)];
        if (users.Length == 0)
            return null;
        random.Shuffle<int>(users);
        users = users[..Math.Min(MostUsers, users.Length)];

        int[][] heldOut = new int[users.Length][];
        HashSet<(int User, int Item)> taken = [];
        for (int i = 0; i < users.Length; i++)
        {
            int[] items = interactions.Items(users[i]).ToArray();
            random.Shuffle<int>(items);
            heldOut[i] = items[..(items.Length / LeastItems)];
            foreach (int item in heldOut[i])
                taken.Add((users[i], item));
        }

        List<Interaction> kept = new(interactions.Count);
        for (int user = 0; user < interactions.UserCount; user++)
        {
            ReadOnlySpan<int> items = interactions.Items(user);
            for (int i = 0; i < items.Length; i++)
            {
                if (!taken.Contains((user, items[i])))
                    kept.Add(new Interaction(user, items[i], interactions.Weights(user)[i]));
            }
        }

        InteractionMatrix training = InteractionMatrix.From(interactions.UserCount, interactions.ItemCount, [.. kept]);
        return new HeldOutItems(training, training.Select(users), heldOut);
    }

    /// <summary>The mean NDCG@10 over the users, all items ranked.</summary>
    public double Ndcg(IRecommenderModel model, FitOptions options, CancellationToken cancellationToken)
    {
        ScoredItem[][] lists = TopN.ForUsers(model, _histories, Cutoff, options: options, cancellationToken: cancellationToken);
        double sum = 0;
        for (int user = 0; user < lists.Length; user++)
        {
            bool[] hits = Array.ConvertAll(lists[user], scored => _heldOut[user].Contains(scored.Item));
            sum += RankingMetrics.Ndcg(hits, _heldOut[user].Length, Cutoff);
        }

        return sum / lists.Length;
    }
}
