using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Perto.Learning;

/// <summary>
/// A forest laid out for scoring many rows (Lucchese et al., "QuickScorer", 2015; eight rows in step as in V-QuickScorer, 2016). Each tree of
/// at most 32 leaves is a word with a bit a leaf for each row. The splits of all trees lie side by side by feature and threshold; one
/// that sends a row right clears the bits of the leaves on its left, and behind the first threshold that is above all eight values nothing
/// is left to do. The first bit that is still set is the leaf. Larger trees are walked.
/// </summary>
internal sealed class CompiledForest
{
    private const int MostLeaves = 32;
    private const int Lanes = 8;

    private readonly DecisionTree[] _trees;
    private readonly int _featureCount;
    private readonly SplitList[] _lists;
    private readonly CategorySplit[] _categorySplits;

    // For each tree where its word and its leaves' values are, or -1 where it is walked.
    private readonly int[] _words;
    private readonly double[] _values;
    private readonly int _wordCount;

    public CompiledForest(DecisionTree[] trees, int featureCount)
    {
        _trees = trees;
        _featureCount = featureCount;
        _words = new int[trees.Length];
        ForestLayout layout = new(MostLeaves);
        for (int tree = 0; tree < trees.Length; tree++)
            _words[tree] = trees[tree].Leaves.Length <= MostLeaves ? layout.Add(trees[tree]) : -1;
        _wordCount = layout.WordCount;
        _values = layout.Values;
        _lists = layout.Lists();
        _categorySplits = layout.CategorySplits;
    }

    public void Score(ReadOnlySpan<float> rows, Span<double> scores)
    {
        Vector256<uint>[] words = ArrayPool<Vector256<uint>>.Shared.Rent(Math.Max(1, _wordCount));
        int row = 0;
        for (; row + Lanes <= scores.Length; row += Lanes)
            ScoreEight(rows.Slice(row * _featureCount, Lanes * _featureCount), words.AsSpan(0, _wordCount), scores.Slice(row, Lanes));
        ArrayPool<Vector256<uint>>.Shared.Return(words);
        for (; row < scores.Length; row++)
        {
            scores[row] = 0;
            foreach (DecisionTree tree in _trees)
                scores[row] += tree.Score(rows.Slice(row * _featureCount, _featureCount));
        }
    }

    private void ScoreEight(ReadOnlySpan<float> rows, Span<Vector256<uint>> words, Span<double> scores)
    {
        words.Fill(Vector256<uint>.AllBitsSet);
        foreach (SplitList list in _lists)
            list.Apply(Column(rows, list.Feature), words);
        foreach (CategorySplit split in _categorySplits)
            words[split.Word] &= split.Keeps(Column(rows, split.Feature));

        scores.Clear();
        ReadOnlySpan<uint> bits = MemoryMarshal.Cast<Vector256<uint>, uint>(words);
        for (int tree = 0; tree < _words.Length; tree++)
        {
            int word = _words[tree];
            for (int lane = 0; lane < scores.Length; lane++)
            {
                scores[lane] += word < 0
                    ? _trees[tree].Score(rows.Slice(lane * _featureCount, _featureCount))
                    : _values[(word * MostLeaves) + BitOperations.TrailingZeroCount(bits[(word * Lanes) + lane])];
            }
        }
    }

    private Vector256<float> Column(ReadOnlySpan<float> rows, int feature)
    {
        int step = _featureCount;
        return Vector256.Create(
            rows[feature],
            rows[feature + step],
            rows[feature + (2 * step)],
            rows[feature + (3 * step)],
            rows[feature + (4 * step)],
            rows[feature + (5 * step)],
            rows[feature + (6 * step)],
            rows[feature + (7 * step)]);
    }
}
