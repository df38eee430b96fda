using System.Collections.Concurrent;
using Perto.Numerics;

namespace Perto.Learning;

/// <summary>
/// A graph filter (GF-CF: Shen et al. 2021, "How Powerful is Graph Convolution for Recommendation?", equation 12), for sparse data: with R the
/// interactions divided by the roots of both degrees, a history r is scored by r R'R, the linear low-pass filter, and by what passes the ideal one,
/// r D^-1/2 U U' D^1/2 with the first right singular vectors U of R. Nothing is trained but the decomposition.
/// </summary>
/// <remarks>
/// The model holds the interactions. Scoring a history costs as much as there are interactions of the users who had anything of it: of popular items
/// that is a large part of all.
/// </remarks>
public sealed class GraphFilter : IRecommenderModel
{
    /// <summary>The kind as files and the command line name it.</summary>
    public const string ModelKind = "gfcf";

    private const int FileVersion = 1;

    // The spectrum of interactions falls slowly.
    private const int PowerIterations = 8;

    private readonly SparseMatrix _normalized;

    // Rows of D^1/2 U: what an item takes from each signal. It gives to them by D^-1/2 U, the same divided by its degree.
    private readonly ItemFactors _signals;
    private readonly float[] _rootDegrees;
    private readonly int _signalCount;

    // Arrays of zeros, one for each thread that scores at a time: there may be millions of users, of whom a history reaches few.
    private readonly ConcurrentBag<float[]> _blank = [];

    private GraphFilter(GraphFilterSettings settings, SparseMatrix normalized, float[] signals, float[] rootDegrees)
    {
        Settings = settings;
        _normalized = normalized;
        _rootDegrees = rootDegrees;
        _signalCount = rootDegrees.Length == 0 ? 0 : signals.Length / rootDegrees.Length;
        _signals = new ItemFactors(signals, Math.Max(1, _signalCount));
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
    /// <exception cref="ModelTooLargeException">The vectors of one side do not fit into one array.</exception>
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
        RandomizedSvdSettings decomposition = new() { Rank = rank, PowerIterations = PowerIterations, Seed = settings.Seed };
        long block = (long)Math.Max(interactions.UserCount, interactions.ItemCount) * (Math.Max(0, rank) + decomposition.Oversampling);
        if (block > Array.MaxLength)
            throw new ModelTooLargeException("users or items x signals", block, Array.MaxLength, block * sizeof(float));
        float[] signals = [];
        if (rank > 0)
        {
            RandomizedSvd svd = RandomizedSvd.Of(
                normalized,
                decomposition,
                (options ?? new FitOptions()).Parallel(cancellationToken));
            signals = new float[checked(interactions.ItemCount * rank)];
            for (int signal = 0; signal < rank; signal++)
            {
                for (int item = 0; item < interactions.ItemCount; item++)
                    signals[(item * rank) + signal] = itemRoots[item] * svd.Right[(signal * interactions.ItemCount) + item];
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
        if (_signalCount > 0)
        {
            float[] passed = new float[_signalCount];
            PassIdeal(items, weights, passed);
            _signals.Score(passed, scores);
        }

        PassLinear(items, weights, scores);
    }

    /// <inheritdoc/>
    public void Score(InteractionMatrix histories, int firstUser, int userCount, Span<float> scores)
    {
        History.RequireRows(histories, firstUser, userCount, ItemCount, scores.Length);
        scores.Clear();
        if (_signalCount > 0)
        {
            float[] passed = new float[userCount * _signalCount];
            for (int user = 0; user < userCount; user++)
                PassIdeal(histories.Items(firstUser + user), histories.Weights(firstUser + user), passed.AsSpan(user * _signalCount, _signalCount));
            _signals.Score(passed, userCount, scores);
        }

        for (int user = 0; user < userCount; user++)
        {
            History.Require(histories.Items(firstUser + user), histories.Weights(firstUser + user), ItemCount);
            PassLinear(histories.Items(firstUser + user), histories.Weights(firstUser + user), scores.Slice(user * ItemCount, ItemCount));
        }
    }

    /// <inheritdoc/>
    /// <remarks>By the score of a history that has only this item. What it does not reach is similar to nothing.</remarks>
    public int Similar(int item, Span<ScoredItem> similar)
    {
        float[] scores = new float[ItemCount];
        Score([item], [], scores);
        for (int other = 0; other < scores.Length; other++)
            scores[other] = scores[other] == 0 ? float.NegativeInfinity : scores[other];
        return TopN.Select(scores, [item], similar);
    }

    /// <inheritdoc/>
    public void Explain(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, int item, Span<float> contributions)
    {
        History.Require(items, weights, ItemCount);
        History.RequireItem(item, ItemCount);

        // The linear filter is symmetric: one pass from the explained item reaches all of the history.
        float[] reached = new float[ItemCount];
        PassLinear([item], [], reached);
        for (int i = 0; i < items.Length; i++)
        {
            float ideal = _signalCount == 0 ? 0 : Give(items[i]) * VectorKernels.Dot(_signals[item], _signals[items[i]]);
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
        writer.Section<float>("signals", _signalCount == 0 ? [] : _signals.Values);
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
        RecommenderModels.Require(counts is [>= 1 and <= 1_024, _], "counts", "signals and seed are expected");
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
        RecommenderModels.RequireFinite("degrees", degrees);
        RecommenderModels.RequireFinite("signals", signals);
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

    /// <summary>What an item of the history gives to its row of signals, times the weight of the filter.</summary>
    private float Give(int item) => _rootDegrees[item] == 0 ? 0 : (float)Settings.IdealWeight / (_rootDegrees[item] * _rootDegrees[item]);

    /// <summary>What a history gives to each signal.</summary>
    private void PassIdeal(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, Span<float> passed)
    {
        History.Require(items, weights, ItemCount);
        for (int i = 0; i < items.Length; i++)
            VectorKernels.Axpy(History.Weight(weights, i) * Give(items[i]), _signals[items[i]], passed);
    }

    /// <summary>scores += r R'R, over the users who had anything of the history.</summary>
    private void PassLinear(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, Span<float> scores)
    {
        SparseMatrix byItem = _normalized.Transpose();
        float[] reached = _blank.TryTake(out float[]? kept) ? kept : new float[_normalized.Rows];
        List<int> touched = [];
        for (int i = 0; i < items.Length; i++)
        {
            ReadOnlySpan<int> users = byItem.ColumnsOf(items[i]);
            ReadOnlySpan<float> values = byItem.ValuesOf(items[i]);
            float weight = History.Weight(weights, i);
            for (int at = 0; at < users.Length; at++)
            {
                if (reached[users[at]] == 0)
                    touched.Add(users[at]);
                reached[users[at]] += weight * values[at];
            }
        }

        foreach (int user in touched)
        {
            ReadOnlySpan<int> own = _normalized.ColumnsOf(user);
            ReadOnlySpan<float> values = _normalized.ValuesOf(user);
            for (int at = 0; at < own.Length; at++)
                scores[own[at]] += reached[user] * values[at];
            reached[user] = 0;
        }

        _blank.Add(reached);
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
