using System.Numerics;

namespace Perto.Learning;

/// <summary>
/// A part of a tree: all below one of its nodes. What its leaves contribute depends on nothing but the ways of a row at the splits in it and above it.
/// </summary>
/// <param name="Path">The splits above it, from the root, and whether the path goes left at each.</param>
/// <param name="Root">Its upmost split, or the complement of its leaf.</param>
/// <param name="Splits">The splits above it and in it, a bit for each.</param>
/// <param name="Features">The features for which they ask, each once.</param>
internal sealed record PartPlan((int Split, bool Left)[] Path, int Root, ulong Splits, int[] Features)
{
    // Tables of 256 lines stay in the cache while all trees are looked up.
    private const int MostSplits = 8;

    /// <summary>Ways of a row.</summary>
    public int Lines => 1 << BitOperations.PopCount(Splits);

    /// <summary>Whether it can have a table; a leaf behind a longer path cannot.</summary>
    public bool IsTabled => BitOperations.PopCount(Splits) <= MostSplits;

    /// <summary>Parts a tree of 64 splits at most into as few parts as have small tables.</summary>
    public static IReadOnlyList<PartPlan> Of(DecisionTree tree)
    {
        var parts = new List<PartPlan>();
        Cut(tree, 0, [], parts);
        return parts;
    }

    private static void Cut(DecisionTree tree, int root, List<(int Split, bool Left)> path, List<PartPlan> parts)
    {
        PartPlan whole = Below(tree, root, path);
        if (root < 0 || whole.IsTabled)
        {
            parts.Add(whole);
            return;
        }
        foreach ((int child, bool left) in ((int, bool)[])[(tree.Nodes[root].Left, true), (tree.Nodes[root].Right, false)])
        {
            path.Add((root, left));
            Cut(tree, child, path, parts);
            path.RemoveAt(path.Count - 1);
        }
    }

    private static PartPlan Below(DecisionTree tree, int root, List<(int Split, bool Left)> path)
    {
        var splits = new List<int>(path.Select(step => step.Split));
        for (Stack<int> open = new([root]); open.TryPop(out int node);)
        {
            if (node < 0)
                continue;
            splits.Add(node);
            open.Push(tree.Nodes[node].Left);
            open.Push(tree.Nodes[node].Right);
        }
        return new PartPlan(
            [.. path],
            root,
            splits.Aggregate(0UL, (bits, split) => bits | (1UL << split)),
            [.. splits.Select(split => tree.Nodes[split].Feature).Distinct()]);
    }
}
