using Perto.Numerics;

namespace Perto.Learning;

/// <summary>Everything that is learned.</summary>
/// <param name="History">What an item says of a user who has it, (u, v): rows of twice the dimensions.</param>
/// <param name="Items">What an item is when it is scored, (p, q): rows of twice the dimensions.</param>
/// <param name="Network">The rest.</param>
internal sealed record NeuralCfParameters(EmbeddingTable History, EmbeddingTable Items, Network Network)
{
    /// <summary>Length of an embedding before training, about.</summary>
    private const double FirstLength = 0.3;

    public int Dimensions => Network.Dimensions;

    public static NeuralCfParameters Initial(int itemCount, NeuralCfSettings settings)
    {
        EmbeddingTable history = new(itemCount, 2 * settings.Dimensions);
        EmbeddingTable items = new(itemCount, 2 * settings.Dimensions);
        Network network = new(settings.Dimensions, settings.Layers);
        SeededRandom random = new(settings.Seed);
        double deviation = FirstLength / Math.Sqrt(settings.Dimensions);
        history.FillNormal(deviation, random);
        items.FillNormal(deviation, random);
        network.Initialise(random);
        return new NeuralCfParameters(history, items, network);
    }

    /// <summary>The vector of a user: the offset, and the rows of the history by weight, divided by a power of the sum of the weights.</summary>
    /// <param name="items">The history.</param>
    /// <param name="weights">Its weights, or empty where each is 1.</param>
    /// <param name="exponent">The power.</param>
    /// <param name="vector">Receives twice the dimensions.</param>
    /// <returns>What the weight of an item was multiplied by; 0 where no item counts.</returns>
    public float UserVector(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, double exponent, Span<float> vector)
    {
        vector.Clear();
        double sum = 0;
        for (int i = 0; i < items.Length; i++)
        {
            float weight = Learning.History.Weight(weights, i);
            sum += weight;
            VectorKernels.Axpy(weight, History.Row(items[i]), vector);
        }

        float scale = HistoryScale(sum, exponent);
        VectorKernels.Scale(scale, vector);
        VectorKernels.Axpy(1, Network.UserOffset, vector);
        return scale;
    }

    /// <summary>What the weights of a history are multiplied by, from their sum; 0 where there is none.</summary>
    public static float HistoryScale(double sumOfWeights, double exponent) => sumOfWeights > 0 ? (float)Math.Pow(sumOfWeights, -exponent) : 0;
}
