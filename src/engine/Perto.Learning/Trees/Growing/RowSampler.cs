using Perto.Numerics;

namespace Perto.Learning;

/// <summary>Draws the rows and the features of each tree.</summary>
internal sealed class RowSampler
{
    private readonly BoostingSettings _settings;
    private readonly int[] _starts;
    private readonly int[] _all;
    private readonly SeededRandom _rowRandom;
    private readonly SeededRandom _featureRandom;
    private readonly int[] _units;
    private readonly int[] _features;

    public RowSampler(LabeledRows rows, BoostingSettings settings)
    {
        _settings = settings;
        _starts = settings.BaggingByQuery ? rows.GroupStarts() : [];
        _all = [.. Enumerable.Range(0, rows.RowCount)];
        _rowRandom = SeededRandom.ForStream(settings.Seed, 0);
        _featureRandom = SeededRandom.ForStream(settings.Seed, 1);
        _units = [.. Enumerable.Range(0, settings.BaggingByQuery ? _starts.Length - 1 : rows.RowCount)];
        _features = [.. Enumerable.Range(0, rows.FeatureCount)];
        Rows = _all;
    }

    /// <summary>The rows of the tree at hand, ascending.</summary>
    public int[] Rows { get; private set; }

    /// <summary>Whether some rows are left out.</summary>
    public bool LeavesOut => Rows.Length < _all.Length;

    /// <summary>Draws the rows of a tree.</summary>
    /// <param name="tree">Number of the tree, from 0.</param>
    public void DrawRows(int tree)
    {
        if (_settings.BaggingFraction == 1 || tree % _settings.BaggingFrequency != 0)
            return;
        ReadOnlySpan<int> drawn = Draw(_units, _settings.BaggingFraction, _rowRandom);
        if (!_settings.BaggingByQuery)
        {
            Rows = drawn.ToArray();
            return;
        }

        List<int> rows = [];
        foreach (int query in drawn)
        {
            for (int row = _starts[query]; row < _starts[query + 1]; row++)
                rows.Add(row);
        }

        Rows = [.. rows];
    }

    /// <summary>Draws the features of a tree, ascending.</summary>
    public int[] DrawFeatures() =>
        _settings.FeatureFraction == 1 ? _features : Draw(_features.AsSpan().ToArray(), _settings.FeatureFraction, _featureRandom).ToArray();

    /// <summary>A share of the numbers, at least one, without repetition and ascending.</summary>
    private static ReadOnlySpan<int> Draw(int[] numbers, double share, SeededRandom random)
    {
        int count = Math.Max(1, (int)Math.Round(share * numbers.Length));
        for (int i = 0; i < count; i++)
        {
            int j = i + random.Next(numbers.Length - i);
            (numbers[i], numbers[j]) = (numbers[j], numbers[i]);
        }

        Span<int> drawn = numbers.AsSpan(0, count);
        drawn.Sort();
        return drawn;
    }
}
