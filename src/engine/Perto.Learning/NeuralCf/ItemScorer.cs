using Perto.Numerics;

namespace Perto.Learning;

/// <summary>
/// Scores all items for users' vectors by matrix products: what the items bring to the first layer is computed once, so that a user costs one
/// sum for each unit there, and the layers after it go over blocks of items.
/// </summary>
internal sealed class ItemScorer
{
    private const int ItemsOfBlock = 256;

    private static readonly ParallelOptions OneThread = new() { MaxDegreeOfParallelism = 1 };

    private readonly Network _network;
    private readonly EmbeddingTable _items;
    private readonly PackedNetwork _packed;
    private readonly PackedMatrix _gmfItems;
    private readonly float[] _itemParts;
    private readonly int _itemCount;

    public ItemScorer(NeuralCfParameters parameters)
    {
        _network = parameters.Network;
        _items = parameters.Items;
        _packed = new PackedNetwork(_network);
        _itemCount = parameters.Items.Count;
        float[] gmf = Half(parameters.Items, 0);
        _gmfItems = PackedMatrix.Pack(gmf, _itemCount, _network.Dimensions, OneThread);
        _itemParts = new float[(long)_itemCount * _network.FirstUnits];
        _packed.Item.Forward.Multiply(Half(parameters.Items, _network.Dimensions), _itemCount, _itemParts);
        for (int item = 0; item < _itemCount; item++)
            VectorKernels.Axpy(1, _network.ItemLayer.Bias, _itemParts.AsSpan(item * _network.FirstUnits, _network.FirstUnits));
    }

    /// <summary>The logits of all items.</summary>
    /// <param name="users">Row-major, <paramref name="userCount"/> vectors of twice the dimensions.</param>
    /// <param name="userCount">How many.</param>
    /// <param name="scores">Receives userCount x items; overwritten.</param>
    public void Score(ReadOnlySpan<float> users, int userCount, Span<float> scores)
    {
        int dimensions = _network.Dimensions;
        int units = _network.FirstUnits;
        float[] gmf = new float[userCount * dimensions];
        float[] mlp = new float[userCount * dimensions];
        for (int user = 0; user < userCount; user++)
        {
            ReadOnlySpan<float> vector = users.Slice(user * 2 * dimensions, 2 * dimensions);
            VectorKernels.AddProduct(1, vector[..dimensions], _network.GmfOutput, gmf.AsSpan(user * dimensions, dimensions));
            vector[dimensions..].CopyTo(mlp.AsSpan(user * dimensions));
        }

        _gmfItems.Multiply(gmf, userCount, scores);
        float[] userParts = new float[userCount * units];
        _packed.User.Forward.Multiply(mlp, userCount, userParts);
        float[][] layers = [.. _network.Units.Select(width => new float[Math.Min(ItemsOfBlock, _itemCount) * width])];
        for (int first = 0; first < _itemCount; first += ItemsOfBlock)
        {
            int count = Math.Min(ItemsOfBlock, _itemCount - first);
            for (int user = 0; user < userCount; user++)
            {
                ReadOnlySpan<float> userPart = userParts.AsSpan(user * units, units);
                for (int i = 0; i < count; i++)
                    Rectifier.OfSum(ItemPart(first + i), userPart, layers[0].AsSpan(i * units, units));
                AddPerceptron(count, layers, scores.Slice((user * _itemCount) + first, count));
            }
        }
    }

    /// <summary>The logits of some items for one user.</summary>
    /// <param name="user">A vector of twice the dimensions.</param>
    /// <param name="wanted">The items.</param>
    /// <param name="scores">Receives one for each; overwritten.</param>
    public void ScoreSome(ReadOnlySpan<float> user, ReadOnlySpan<int> wanted, Span<float> scores)
    {
        int dimensions = _network.Dimensions;
        int units = _network.FirstUnits;
        float[] gmf = new float[dimensions];
        VectorKernels.AddProduct(1, user[..dimensions], _network.GmfOutput, gmf);
        float[] userPart = new float[units];
        _packed.User.Forward.Multiply(user[dimensions..], 1, userPart);
        int block = Math.Min(ItemsOfBlock, Math.Max(1, wanted.Length));
        float[][] layers = [.. _network.Units.Select(width => new float[block * width])];
        for (int first = 0; first < wanted.Length; first += ItemsOfBlock)
        {
            int count = Math.Min(ItemsOfBlock, wanted.Length - first);
            for (int i = 0; i < count; i++)
            {
                int item = wanted[first + i];
                scores[first + i] = VectorKernels.Dot(gmf, _items.Row(item)[..dimensions]);
                Rectifier.OfSum(ItemPart(item), userPart, layers[0].AsSpan(i * units, units));
            }
            AddPerceptron(count, layers, scores.Slice(first, count));
        }
    }

    private ReadOnlySpan<float> ItemPart(int item) => _itemParts.AsSpan(item * _network.FirstUnits, _network.FirstUnits);

    /// <summary>Adds what the layers after the first make of its outputs.</summary>
    private void AddPerceptron(int count, float[][] layers, Span<float> scores)
    {
        for (int layer = 0; layer < _packed.Hidden.Length; layer++)
        {
            DenseLayer weights = _network.Hidden[layer];
            _packed.Hidden[layer].Forward.Multiply(layers[layer], count, layers[layer + 1]);
            for (int i = 0; i < count; i++)
            {
                Span<float> row = layers[layer + 1].AsSpan(i * weights.Outputs, weights.Outputs);
                Rectifier.OfSum(row, weights.Bias, row);
            }
        }

        int outputs = _network.MlpOutput.Length;
        for (int i = 0; i < count; i++)
            scores[i] += _network.Bias[0] + VectorKernels.Dot(_network.MlpOutput, layers[^1].AsSpan(i * outputs, outputs));
    }

    private float[] Half(EmbeddingTable items, int start)
    {
        int dimensions = _network.Dimensions;
        float[] half = new float[(long)_itemCount * dimensions];
        for (int item = 0; item < _itemCount; item++)
            items.Row(item).Slice(start, dimensions).CopyTo(half.AsSpan(item * dimensions));
        return half;
    }
}
