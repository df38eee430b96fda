namespace Perto.Learning.Tests;

/// <summary>
/// One regression tree by the definition: each split is found by trying every threshold of every feature, with missing values on either
/// side, and summing the rows anew each time. The leaf with the largest gain is split first.
/// </summary>
internal sealed class BruteForceTree
{
    private readonly LabeledRows _rows;
    private readonly double[] _gradients;
    private readonly BoostingSettings _settings;

    public BruteForceTree(LabeledRows rows, double start, BoostingSettings settings)
    {
        _rows = rows;
        _settings = settings;
        _gradients = [.. rows.Labels.Select((label, row) => rows.Weight(row) * (start - label))];
        List<int[]> leaves = [[.. Enumerable.Range(0, rows.RowCount)]];
        while (leaves.Count < settings.Leaves)
        {
            (double gain, int leaf, int[] left, int[] right) = leaves.Select((of, number) => Best(of, number)).MaxBy(found => found.Gain);
            if (!(gain > settings.MinGainToSplit))
                break;
            Gains.Add(gain);
            leaves[leaf] = left;
            leaves.Add(right);
        }

        Values = new double[rows.RowCount];
        foreach (int[] leaf in leaves)
        {
            foreach (int row in leaf)
                Values[row] = Value(leaf);
        }
    }

    public List<double> Gains { get; } = [];

    /// <summary>The value of each row's leaf.</summary>
    public double[] Values { get; }

    private (double Gain, int Leaf, int[] Left, int[] Right) Best(int[] leaf, int number)
    {
        (double Gain, int Leaf, int[] Left, int[] Right) best = (double.NegativeInfinity, number, [], []);
        for (int feature = 0; feature < _rows.FeatureCount; feature++)
        {
            float Of(int row) => _rows.Row(row)[feature];
            foreach (float threshold in leaf.Select(Of).Where(value => !float.IsNaN(value)).Distinct())
            {
                foreach (bool missingLeft in (bool[])[false, true])
                {
                    int[] left = [.. leaf.Where(row => float.IsNaN(Of(row)) ? missingLeft : Of(row) <= threshold)];
                    int[] right = [.. leaf.Except(left)];
                    if (left.Length < _settings.MinDataInLeaf || right.Length < _settings.MinDataInLeaf
                        || Hessian(left) < _settings.MinHessianInLeaf || Hessian(right) < _settings.MinHessianInLeaf)
                    {
                        continue;
                    }

                    double gain = Worth(left) + Worth(right) - Worth(leaf);
                    if (gain > best.Gain + 1e-9)
                        best = (gain, number, left, right);
                }
            }
        }

        return best;
    }

    private double Hessian(int[] rows) => rows.Sum(_rows.Weight);

    private double Shrunk(int[] rows)
    {
        double sum = rows.Sum(row => _gradients[row]);
        return Math.Sign(sum) * Math.Max(0, Math.Abs(sum) - _settings.L1);
    }

    private double Worth(int[] rows) => Shrunk(rows) * Shrunk(rows) / (Hessian(rows) + _settings.L2);

    private double Value(int[] rows) => -Shrunk(rows) / (Hessian(rows) + _settings.L2);
}
