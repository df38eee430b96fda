using Perto.Learning;
using Perto.Numerics;
using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>
/// Orders the rows of a page by what was learned of their kinds. Which titles stand in a row is decided before, by the plan; rows of one kind keep their order among
/// each other, and what was begun stays at the top.
/// </summary>
public static class RowOrder
{
    private const long Stream = 2;

    /// <summary>The rows in the order that the context's bandit chooses; each has the probability of its choice among the rows that were left.</summary>
    public static IReadOnlyList<Row<Title>> Choose(HomeContext context, IReadOnlyList<Row<Title>> rows)
    {
        if (context.RowBandit is not { } bandit)
            return rows;
        var ordered = new List<Row<Title>>(rows.Count);
        var left = new SortedDictionary<int, Queue<Row<Title>>>();
        foreach (Row<Title> row in rows)
        {
            if (RowKinds.Of(row.Name) is not { } arm)
                ordered.Add(row);
            else if (left.TryGetValue(arm, out Queue<Row<Title>>? waiting))
                waiting.Enqueue(row);
            else
                left[arm] = new Queue<Row<Title>>([row]);
        }
        var random = SeededRandom.ForStream(context.Seed, Stream);
        while (left.Count > 0)
        {
            int[] arms = [.. left.Keys];
            double[] contexts = new double[arms.Length * RowKinds.Dimensions];
            for (int i = 0; i < arms.Length; i++)
            {
                RowKinds.Context(
                    context.Request.Device,
                    left[arms[i]].Peek().Items.Select(item => item.Score),
                    contexts.AsSpan(i * RowKinds.Dimensions, RowKinds.Dimensions));
            }
            BanditChoice choice = bandit.Choose(arms, contexts, random);
            Queue<Row<Title>> chosen = left[choice.Arm];
            ordered.Add(chosen.Dequeue() with { Propensity = choice.Propensity });
            if (chosen.Count == 0)
                left.Remove(choice.Arm);
        }
        return ordered;
    }
}
