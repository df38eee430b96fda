using Perto.Numerics;

namespace Perto.Learning;

/// <summary>
/// Item-based nearest neighbours (Deshpande and Karypis 2004): the similarity of two items is the cosine of their columns,
/// shrunk, sim(i, j) = x_i'x_j / (|x_i| |x_j| + shrinkage); each item keeps its most similar ones, and a score is the sum of
/// the similarities to the items of the history.
/// </summary>
public sealed class ItemKnn : IRecommenderModel
{
    /// <summary>The kind as files and the command line name it.</summary>
    public const string ModelKind = "itemknn";

    private const int FileVersion = 1;

    // Neighbours of item i: _starts[i].._starts[i + 1], by item, so that an explanation can search.
    private readonly int[] _starts;
    private readonly int[] _neighbours;
    private readonly float[] _similarities;

    private ItemKnn(int[] starts, int[] neighbours, float[] similarities)
    {
        _starts = starts;
        _neighbours = neighbours;
        _similarities = similarities;
    }

    /// <inheritdoc/>
    public string Kind => ModelKind;

    /// <inheritdoc/>
    public int ItemCount => _starts.Length - 1;

    /// <summary>Computes the neighbours of every item.</summary>
    /// <param name="interactions">What users did; weights count in the cosine.</param>
    /// <param name="settings">How many neighbours, how much shrinkage.</param>
    /// <param name="options">Threads and progress; nothing that changes the result.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <exception cref="SettingOutOfRangeException">A setting is out of range.</exception>
    public static ItemKnn Fit(
        InteractionMatrix interactions, ItemKnnSettings settings, FitOptions? options = null, CancellationToken cancellationToken = default)
    {
        settings.Validate();
        InteractionMatrix users = interactions.Transpose();
        int itemCount = interactions.ItemCount;
        float[] norms = new float[itemCount];
        for (int item = 0; item < itemCount; item++)
            norms[item] = MathF.Sqrt(VectorKernels.Dot(users.Weights(item), users.Weights(item)));

        ScoredItem[][] lists = new ScoredItem[itemCount][];
        Parallel.For(
            0,
            itemCount,
            (options ?? new FitOptions()).Parallel(cancellationToken),
            () => new float[itemCount],
            (item, _, products) =>
            {
                lists[item] = Neighbours(interactions, users, norms, item, settings, products);
                return products;
            },
            _ => { });
        options?.Progress?.Invoke(new FitProgress(1, 1, null));
        return FromLists(lists);
    }

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, Span<float> scores)
    {
        History.Require(items, weights, ItemCount);
        History.RequireScores(scores.Length, ItemCount);
        scores.Clear();
        for (int i = 0; i < items.Length; i++)
        {
            float weight = History.Weight(weights, i);
            for (int at = _starts[items[i]]; at < _starts[items[i] + 1]; at++)
                scores[_neighbours[at]] += weight * _similarities[at];
        }
    }

    /// <inheritdoc/>
    public void Score(InteractionMatrix histories, int firstUser, int userCount, Span<float> scores)
    {
        History.RequireRows(histories, firstUser, userCount, ItemCount, scores.Length);
        for (int user = 0; user < userCount; user++)
            Score(histories.Items(firstUser + user), histories.Weights(firstUser + user), scores.Slice(user * ItemCount, ItemCount));
    }

    /// <inheritdoc/>
    public int Similar(int item, Span<ScoredItem> similar)
    {
        History.RequireItem(item, ItemCount);
        int start = _starts[item];
        int count = _starts[item + 1] - start;
        int found = TopN.Select(_similarities.AsSpan(start, count), [], similar);
        for (int i = 0; i < found; i++)
            similar[i] = similar[i] with { Item = _neighbours[start + similar[i].Item] };
        return found;
    }

    /// <inheritdoc/>
    public void Explain(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, int item, Span<float> contributions)
    {
        History.Require(items, weights, ItemCount);
        History.RequireItem(item, ItemCount);
        for (int i = 0; i < items.Length; i++)
        {
            int start = _starts[items[i]];
            int at = _neighbours.AsSpan(start, _starts[items[i] + 1] - start).BinarySearch(item);
            contributions[i] = at < 0 ? 0 : History.Weight(weights, i) * _similarities[start + at];
        }
    }

    /// <inheritdoc/>
    public void Save(Stream stream)
    {
        BinaryFileWriter writer = new(stream, ModelKind, FileVersion);
        writer.Section<int>("starts", _starts);
        writer.Section<int>("neighbours", _neighbours);
        writer.Section<float>("similarities", _similarities);
        writer.End();
    }

    internal static ItemKnn Load(BinaryFileReader reader)
    {
        reader.RequireVersion(FileVersion);
        ItemKnn model = new(reader.Section<int>("starts"), reader.Section<int>("neighbours"), reader.Section<float>("similarities"));
        reader.End();
        RecommenderModels.Require(
            model._starts.Length > 0 && model._starts[0] == 0 && model._starts[^1] == model._neighbours.Length
                && model._neighbours.Length == model._similarities.Length,
            "starts",
            "the sections do not fit together");
        return model;
    }

    private static ScoredItem[] Neighbours(
        InteractionMatrix interactions, InteractionMatrix users, float[] norms, int item, ItemKnnSettings settings, float[] products)
    {
        Array.Clear(products);
        ReadOnlySpan<int> itemUsers = users.Items(item);
        ReadOnlySpan<float> itemWeights = users.Weights(item);
        for (int i = 0; i < itemUsers.Length; i++)
        {
            ReadOnlySpan<int> others = interactions.Items(itemUsers[i]);
            ReadOnlySpan<float> otherWeights = interactions.Weights(itemUsers[i]);
            for (int j = 0; j < others.Length; j++)
                products[others[j]] += itemWeights[i] * otherWeights[j];
        }

        for (int other = 0; other < products.Length; other++)
        {
            // Items that share no user are no neighbours.
            products[other] = products[other] > 0
                ? products[other] / ((norms[item] * norms[other]) + (float)settings.Shrinkage)
                : float.NegativeInfinity;
        }

        ScoredItem[] best = new ScoredItem[Math.Min(settings.Neighbours, products.Length)];
        return best[..TopN.Select(products, [item], best)];
    }

    private static ItemKnn FromLists(ScoredItem[][] lists)
    {
        int[] starts = new int[lists.Length + 1];
        for (int item = 0; item < lists.Length; item++)
            starts[item + 1] = starts[item] + lists[item].Length;

        int[] neighbours = new int[starts[^1]];
        float[] similarities = new float[starts[^1]];
        for (int item = 0; item < lists.Length; item++)
        {
            ScoredItem[] list = lists[item];
            Array.Sort(list, static (left, right) => left.Item.CompareTo(right.Item));
            for (int i = 0; i < list.Length; i++)
            {
                neighbours[starts[item] + i] = list[i].Item;
                similarities[starts[item] + i] = list[i].Score;
            }
        }

        return new ItemKnn(starts, neighbours, similarities);
    }
}
