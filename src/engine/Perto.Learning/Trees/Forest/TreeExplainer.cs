namespace Perto.Learning;

/// <summary>
/// Says of many rows what <see cref="BoostedTrees.Contributions"/> says of one, many times as fast: what a part of a tree contributes depends on nothing but the ways of a row at
/// some splits, and is worked out once for all ways. Immutable, safe for use by many threads.
/// </summary>
public sealed class TreeExplainer
{
    // The ways of a row through a tree are kept in one word.
    private const int MostSplits = 64;

    // Of tables; the parts behind are worked out for each row.
    private const long MostBytes = 32L << 20;

    private readonly BoostedTrees _forest;
    private readonly DiagonalRule _rule;
    private readonly DecisionTree[] _walked;
    private readonly TreeWays[] _trees;
    private readonly Part[] _parts;
    private readonly int[] _features;
    private readonly float[] _tables;
    private readonly double _mean;

    /// <summary>Prepares trees; takes some tenths of a second for a hundred of them.</summary>
    /// <exception cref="InvalidOperationException">As of <see cref="BoostedTrees.Contributions"/>.</exception>
    public TreeExplainer(BoostedTrees forest)
        : this(forest, MostBytes)
    {
    }

    internal TreeExplainer(BoostedTrees forest, long mostBytes)
    {
        ArgumentNullException.ThrowIfNull(forest);
        _forest = forest;
        _rule = new DiagonalRule(TreeShap.Depth([.. forest.Trees]));
        var trees = new List<TreeWays>();
        var walked = new List<DecisionTree>();
        var parts = new List<Part>();
        var features = new List<int>();
        var tables = new List<float>();
        foreach (DecisionTree tree in forest.Trees)
        {
            if (tree.Nodes.Length is 0 or > MostSplits)
            {
                walked.Add(tree);
                continue;
            }
            foreach (PartPlan plan in PartPlan.Of(tree))
            {
                PartLeaves leaves = new(tree, plan, _rule);
                bool isTabled = plan.IsTabled && (tables.Count + ((long)plan.Lines * plan.Features.Length)) * sizeof(float) <= mostBytes;
                parts.Add(new Part(trees.Count, plan.Splits, features.Count, plan.Features.Length, tables.Count, isTabled ? null : leaves));
                features.AddRange(plan.Features);
                if (isTabled)
                    AddTable(plan, leaves, tables);
            }
            trees.Add(new TreeWays(tree));
            _mean += TreeShap.Mean(tree);
        }
        _trees = [.. trees];
        _walked = [.. walked];
        _parts = [.. parts];
        _features = [.. features];
        _tables = [.. tables];
    }

    /// <summary>What its tables take, in bytes.</summary>
    public long TableBytes => (long)_tables.Length * sizeof(float);

    /// <summary>How much each feature of a row adds to its score, as <see cref="BoostedTrees.Contributions"/> says it, in single precision.</summary>
    /// <param name="row">As for scoring.</param>
    /// <param name="contributions">Receives one value a feature and then the mean score; all of them add up to the row's score.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public void Contributions(ReadOnlySpan<float> row, Span<double> contributions)
    {
        _forest.RequireLengths(row, contributions);
        contributions.Clear();
        Span<ulong> left = _trees.Length <= 512 ? stackalloc ulong[_trees.Length] : new ulong[_trees.Length];
        for (int tree = 0; tree < left.Length; tree++)
            left[tree] = _trees[tree].Left(row);
        foreach (ref readonly Part part in _parts.AsSpan())
        {
            ReadOnlySpan<int> features = _features.AsSpan(part.FirstFeature, part.FeatureCount);
            if (part.Leaves is null)
            {
                ReadOnlySpan<float> line = _tables.AsSpan(part.Table + (WayBits.Gather(left[part.Tree], part.Splits) * features.Length), features.Length);
                for (int i = 0; i < features.Length; i++)
                    contributions[features[i]] += line[i];
            }
            else
                AddWorkedOut(part, left[part.Tree], features, contributions);
        }
        contributions[^1] += _mean;
        if (_walked.Length > 0)
            TreeShap.Add(_walked, _rule, row, contributions);
        foreach (ref double contribution in contributions)
            contribution *= _forest.Scale;
    }

    private static void AddTable(PartPlan plan, PartLeaves leaves, List<float> tables)
    {
        double[] line = new double[plan.Features.Length];
        for (int way = 0; way < plan.Lines; way++)
        {
            Array.Clear(line);
            leaves.Add(WayBits.Scatter(way, plan.Splits), line);
            foreach (double contribution in line)
                tables.Add((float)contribution);
        }
    }

    private static void AddWorkedOut(in Part part, ulong left, ReadOnlySpan<int> features, Span<double> contributions)
    {
        Span<double> line = stackalloc double[MostSplits];
        line = line[..features.Length];
        line.Clear();
        part.Leaves!.Add(left, line);
        for (int i = 0; i < features.Length; i++)
            contributions[features[i]] += line[i];
    }

    /// <summary>A part of a tree.</summary>
    /// <param name="Tree">Which tree.</param>
    /// <param name="Splits">The splits that it asks for.</param>
    /// <param name="FirstFeature">Where its features begin.</param>
    /// <param name="FeatureCount">How many it has.</param>
    /// <param name="Table">Where its table begins: a line of contributions for each way.</param>
    /// <param name="Leaves">Where it has no table, what works it out.</param>
    private readonly record struct Part(int Tree, ulong Splits, int FirstFeature, int FeatureCount, int Table, PartLeaves? Leaves);
}
