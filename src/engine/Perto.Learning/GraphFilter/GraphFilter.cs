using Perto.Numerics;

namespace Perto.Learning;

/// <summary>
/// A graph filter (GF-CF: Shen et al. 2021, "How Powerful is Graph Convolution for Recommendation?", equation 12), for sparse data: with R the
/// interactions divided by the roots of both degrees, a history r is scored by r R'R, the linear low-pass filter, and by what passes the ideal one,
/// r D^-1/2 U U' D^1/2 with the first right singular vectors U of R. Nothing is trained but the decomposition.
/// </summary>
/// <remarks>
/// The model holds the interactions. Scoring a history costs as much as there are interactions of the users who had anything of it.
/// </remarks>
public sealed class GraphFilter : IRecommenderModel
{
    /// <summary>The kind as files and the command line name it.</summary>
    public const string ModelKind = "gfcf";

    private const int FileVersion = 1;

    // The spectrum of interactions falls slowly.
    private const int PowerIterations = 8;

    private readonly SparseMatrix _normalized;

    // Row-major, items x signals: U' D^-1/2 on the way in and U' D^1/2 on the way out.
    private readonly float[] _signals;
    private readonly float[] _rootDegrees;
    private readonly int _signalCount;

    private GraphFilter(GraphFilterSettings settings, SparseMatrix normalized, float[] signals, float[] rootDegrees)
    {
        Settings = settings;
        _normalized = normalized;
        _signals = signals;
        _rootDegrees = rootDegrees;
        _signalCount = rootDegrees.Length == 0 ? 0 : signals.Length / rootDegrees.Length;
    }

    /// <inheritdoc/>
    public string Kind => ModelKind;

    /// <inheritdoc/>
    public int ItemCount => _rootDegrees.Length;

    /// <summary>The settings it was fitted with.</summary>
    public GraphFilterSettings Settings { get; }

    /// <summary>Builds the filters.</summary>
    /// <param name="interactions">What users did, with weights.</param>
    /// <param name="settings">See there.</param>
    /// <param name="options">Threads and progress, of one step.</param>
    /// <param name="cancellationToken">Stops the decomposition.</param>
    /// <exception cref="SettingOutOfRangeException">A setting is out of range.</exception>
    public static GraphFilter Fit(
        InteractionMatrix interactions, GraphFilterSettings settings, FitOptions? options = null, CancellationToken cancellationToken = default)
    {
        settings.Validate();
        float[] userRoots = Roots(interactions), itemRoots = Roots(interactions.Transpose());
        float[] values = interactions.AllWeights.ToArray();
        for (int user = 0; user < interactions.UserCount; user++)
        {
            for (int at = interactions.Starts[user]; at < interactions.Starts[user + 1]; at++)
                values[at] /= userRoots[user] * itemRoots[interactions.AllItems[at]];
        }

        SparseMatrix normalized = new(interactions.ItemCount, interactions.Starts.ToArray(), interactions.AllItems.ToArray(), values);
        int rank = settings.IdealWeight == 0 ? 0 : Math.Min(settings.Signals, Math.Min(interactions.UserCount, interactions.ItemCount) - 1);
        float[] signals = [];
        if (rank > 0)
        {
            RandomizedSvd svd = RandomizedSvd.Of(
                normalized,
                new RandomizedSvdSettings { Rank = rank, PowerIterations = PowerIterations, Seed = settings.Seed },
                (options ?? new FitOptions()).Parallel(cancellationToken));
            signals = new float[checked(interactions.ItemCount * rank)];
            for (int signal = 0; signal < rank; signal++)
            {
                for (int item = 0; item < interactions.ItemCount; item++)
                    signals[(item * rank) + signal] = svd.Right[(signal * interactions.ItemCount) + item];
            }
        }

        options?.Progress?.Invoke(new FitProgress(1, 1, null));
        return new GraphFilter(settings, normalized, signals, itemRoots);
    }

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, Span<float> scores)
    {
        History.Require(items, weights, ItemCount);
        History.RequireScores(scores.Length, ItemCount);
        scores.Clear();
        PassLinear(items, weights, scores, new float[_normalized.Rows]);
        if (_signalCount == 0)
            return;

        float[] passed = new float[_signalCount];
        for (int i = 0; i < items.Length; i++)
        {
            if (_rootDegrees[items[i]] > 0)
                VectorKernels.Axpy(History.Weight(weights, i) / _rootDegrees[items[i]], Signals(items[i]), passed);
        }

        for (int item = 0; item < scores.Length; item++)
            scores[item] += (float)Settings.IdealWeight * _rootDegrees[item] * VectorKernels.Dot(passed, Signals(item));
    }

    /// <inheritdoc/>
    public void Score(InteractionMatrix histories, int firstUser, int userCount, Span<float> scores)
    {
        History.RequireRows(histories, firstUser, userCount, ItemCount, scores.Length);
        for (int user = 0; user < userCount; user++)
            Score(histories.Items(firstUser + user), histories.Weights(firstUser + user), scores.Slice(user * ItemCount, ItemCount));
    }

    /// <inheritdoc/>
    /// <remarks>By the score of a history that has only this item.</remarks>
    public int Similar(int item, Span<ScoredItem> similar)
    {
        float[] scores = new float[ItemCount];
        Score([item], [], scores);
        return TopN.Select(scores, [item], similar);
    }

    /// <inheritdoc/>
    public void Explain(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, int item, Span<float> contributions)
    {
        History.Require(items, weights, ItemCount);
        History.RequireItem(item, ItemCount);

        // Both filters are symmetric but for the degrees, so that one pass from the explained item reaches all of the history.
        float[] reached = new float[ItemCount];
        PassLinear([item], [], reached, new float[_normalized.Rows]);
        for (int i = 0; i < items.Length; i++)
        {
            float ideal = _signalCount == 0 || _rootDegrees[items[i]] == 0
                ? 0
                : (float)Settings.IdealWeight * _rootDegrees[item] / _rootDegrees[items[i]] * VectorKernels.Dot(Signals(item), Signals(items[i]));
            contributions[i] = History.Weight(weights, i) * (reached[items[i]] + ideal);
        }
    }

    /// <inheritdoc/>
    public void Save(Stream stream)
    {
        BinaryFileWriter writer = new(stream, ModelKind, FileVersion);
        writer.Section<long>("counts", [Settings.Signals, Settings.Seed]);
        writer.Section<double>("settings", [Settings.IdealWeight]);
        writer.Section<float>("degrees", _rootDegrees);
        writer.Section<float>("signals", _signals);
        int[] starts = new int[_normalized.Rows + 1];
        for (int row = 0; row < _normalized.Rows; row++)
            starts[row + 1] = starts[row] + _normalized.ColumnsOf(row).Length;
        writer.Section<int>("starts", starts);
        int[] columns = new int[_normalized.Count];
        float[] values = new float[_normalized.Count];
        for (int row = 0; row < _normalized.Rows; row++)
        {
            _normalized.ColumnsOf(row).CopyTo(columns.AsSpan(starts[row]));
            _normalized.ValuesOf(row).CopyTo(values.AsSpan(starts[row]));
        }

        writer.Section<int>("items", columns);
        writer.Section<float>("values", values);
        writer.End();
    }

    internal static GraphFilter Load(BinaryFileReader reader)
    {
        reader.RequireVersion(FileVersion);
        long[] counts = reader.Section<long>("counts");
        RecommenderModels.Require(counts is [>= 1 and <= 4_096, _], "counts", "signals and seed are expected");
        double[] settings = reader.Section<double>("settings");
        RecommenderModels.Require(settings is [>= 0 and <= 100], "settings", "one number in 0..100 is expected");
        float[] degrees = reader.Section<float>("degrees");
        float[] signals = reader.Section<float>("signals");
        RecommenderModels.Require(
            degrees.Length == 0 ? signals.Length == 0 : signals.Length % degrees.Length == 0, "signals", $"{signals.Length} values are no rows for {degrees.Length} items");
        int[] starts = reader.Section<int>("starts");
        int[] items = reader.Section<int>("items");
        float[] values = reader.Section<float>("values");
        reader.End();
        try
        {
            return new GraphFilter(
                new GraphFilterSettings { Signals = (int)counts[0], Seed = counts[1], IdealWeight = settings[0] },
                new SparseMatrix(degrees.Length, starts, items, values),
                signals,
                degrees);
        }
        catch (ArgumentException wrong)
        {
            throw new BinaryFormatException("starts", wrong.Message);
        }
    }

    private ReadOnlySpan<float> Signals(int item) => _signals.AsSpan(item * _signalCount, _signalCount);

    /// <summary>scores += r R'R, over the users who had anything of the history.</summary>
    private void PassLinear(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, Span<float> scores, float[] reached)
    {
        SparseMatrix byItem = _normalized.Transpose();
        for (int i = 0; i < items.Length; i++)
        {
            ReadOnlySpan<int> users = byItem.ColumnsOf(items[i]);
            ReadOnlySpan<float> values = byItem.ValuesOf(items[i]);
            float weight = History.Weight(weights, i);
            for (int at = 0; at < users.Length; at++)
                reached[users[at]] += weight * values[at];
        }

        for (int user = 0; user < reached.Length; user++)
        {
            float weight = reached[user];
            if (weight == 0)
                continue;
            ReadOnlySpan<int> own = _normalized.ColumnsOf(user);
            ReadOnlySpan<float> values = _normalized.ValuesOf(user);
            for (int at = 0; at < own.Length; at++)
                scores[own[at]] += weight * values[at];
        }
    }

    /// <summary>The root of the sum of each row's weights.</summary>
    private static float[] Roots(InteractionMatrix rows)
    {
        float[] roots = new float[rows.UserCount];
        for (int row = 0; row < roots.Length; row++)
        {
            double sum = 0;
            foreach (float weight in rows.Weights(row))
                sum += weight;
            roots[row] = (float)Math.Sqrt(sum);
        }

        return roots;
    }
}
