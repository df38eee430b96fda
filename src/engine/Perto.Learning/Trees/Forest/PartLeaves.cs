using System.Numerics;

namespace Perto.Learning;

/// <summary>The leaves of a <see cref="PartPlan"/>, and what they contribute for a way of a row.</summary>
internal sealed class PartLeaves
{
    private readonly DiagonalRule _rule;
    private readonly List<(double Value, Factor[] Path)> _leaves = [];

    public PartLeaves(DecisionTree tree, PartPlan plan, DiagonalRule rule)
    {
        _rule = rule;
        var path = new Factor[plan.Features.Length];
        Array.Fill(path, Factor.Unasked);
        foreach ((int split, bool left) in plan.Path)
            Step(split, left);
        Collect(plan.Root);

        void Collect(int node)
        {
            if (node < 0)
            {
                _leaves.Add((tree.Leaves[~node].Value, [.. path]));
                return;
            }

            int feature = Array.IndexOf(plan.Features, tree.Nodes[node].Feature);
            Factor before = path[feature];
            foreach (bool left in (ReadOnlySpan<bool>)[true, false])
            {
                Collect(Step(node, left));
                path[feature] = before;
            }
        }

        int Step(int split, bool left)
        {
            TreeNode node = tree.Nodes[split];
            int child = left ? node.Left : node.Right;
            ref Factor factor = ref path[Array.IndexOf(plan.Features, node.Feature)];
            factor = new Factor(factor.Share * TreeShap.Count(tree, child) / node.Count, factor.Splits | (1UL << split), factor.Left | (left ? 1UL << split : 0));
            return child;
        }
    }

    /// <summary>Adds what each feature of the plan contributes, as <see cref="TreeShap"/> has it: for each leaf the product of the factors of its path along the diagonal, without the feature's own.</summary>
    /// <param name="left">The splits at which the row goes left.</param>
    /// <param name="contributions">One a feature of the plan.</param>
    public void Add(ulong left, Span<double> contributions)
    {
        foreach ((double value, Factor[] path) in _leaves)
        {
            for (int point = 0; point < _rule.Points.Length; point++)
            {
                Vector<double> known = _rule.Points[point], product = _rule.Weights[point] * value;
                foreach (Factor factor in path)
                    product *= factor.At(left, known);
                for (int feature = 0; feature < path.Length; feature++)
                {
                    Factor factor = path[feature];
                    if (factor.Splits != 0)
                        contributions[feature] += factor.Gain(left) * Vector.Sum(product / factor.At(left, known));
                }
            }
        }
    }

    /// <summary>A feature of a path: the share of the rows of training that follow it, and the splits that ask for it.</summary>
    private readonly record struct Factor(double Share, ulong Splits, ulong Left)
    {
        /// <summary>Of a feature for which no split of the path asks.</summary>
        public static Factor Unasked { get; } = new(1, 0, 0);

        /// <summary>What it changes that the feature is known.</summary>
        public double Gain(ulong left) => (((left ^ Left) & Splits) == 0 ? 1 : 0) - Share;

        /// <summary>The factor where the feature is known with a probability.</summary>
        public Vector<double> At(ulong left, Vector<double> known) => new Vector<double>(Share) + (known * Gain(left));
    }
}
