namespace Perto.Platform.Tests;

/// <summary>
/// People who look at ten results from the top down, each place less often than the one before (1 / place), and use what they look at and need. One
/// result of each query is what they need, and some others are used by chance.
/// </summary>
/// <param name="random">Draws.</param>
/// <param name="originalDecay">How surely the needed result stands high in the order of retrieval: 0 anywhere, near 1 on top.</param>
/// <param name="rerankedDecay">The same in the order of the re-ranker.</param>
internal sealed class SimulatedReaders(Random random, double originalDecay, double rerankedDecay)
{
    private const int Results = 10;
    private const double UsesNeeded = .9;
    private const double UsesOther = .1;

    /// <summary>Both orders of a query.</summary>
    public (string[] Original, string[] Reranked) Query() => (Order(originalDecay), Order(rerankedDecay));

    /// <summary>What is used of an order that is shown.</summary>
    public HashSet<string> Use(IReadOnlyList<string> shown)
    {
        HashSet<string> used = new(StringComparer.Ordinal);
        foreach ((int place, string id) in shown.Index())
        {
            if (random.NextDouble() < (id == "needed" ? UsesNeeded : UsesOther) / (place + 1))
                used.Add(id);
        }
        return used;
    }

    private string[] Order(double decay)
    {
        string[] others = [.. Enumerable.Range(1, Results - 1).Select(i => $"other-{i}")];
        random.Shuffle(others);
        int rank = 0;
        while (rank < Results - 1 && random.NextDouble() >= decay)
            rank++;
        // Without any decay: anywhere.
        if (decay == 0)
            rank = random.Next(Results);
        return [.. others.Take(rank), "needed", .. others.Skip(rank)];
    }
}
