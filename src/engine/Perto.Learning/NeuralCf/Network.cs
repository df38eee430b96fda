using Perto.Numerics;

namespace Perto.Learning;

/// <summary>
/// All parameters but the rows of the two embedding tables, or their gradient. With the user's vector (u, v) and the item's (p, q), each in
/// two halves: logit = bias + gmf'(u * p) + mlp'a, where a is the last of the layers a = max(W'a + b, 0), the first of which is
/// max(user'v + item'q + b, 0): the layer over the concatenation (v, q), its weights in two parts.
/// </summary>
internal sealed class Network
{
    public Network(int dimensions, IReadOnlyList<int> layers)
    {
        Dimensions = dimensions;
        UserOffset = new float[2 * dimensions];
        UserLayer = new float[dimensions * layers[0]];
        ItemLayer = new DenseLayer(dimensions, layers[0]);
        Hidden = [.. layers.Zip(layers.Skip(1), (inputs, outputs) => new DenseLayer(inputs, outputs))];
        GmfOutput = new float[dimensions];
        MlpOutput = new float[layers[^1]];
        Bias = new float[1];
        Parameters =
        [
            UserOffset, UserLayer, ItemLayer.Weights, ItemLayer.Bias,
            .. Hidden.SelectMany(layer => new[] { layer.Weights, layer.Bias }),
            GmfOutput, MlpOutput, Bias,
        ];
    }

    /// <summary>Length of one half of a user's or an item's vector.</summary>
    public int Dimensions { get; }

    /// <summary>The vector of a user without a history: (u, v).</summary>
    public float[] UserOffset { get; }

    /// <summary>The first layer's weights for v, row-major, dimensions x units.</summary>
    public float[] UserLayer { get; }

    /// <summary>The first layer's weights for q, and its bias.</summary>
    public DenseLayer ItemLayer { get; }

    /// <summary>The layers after the first.</summary>
    public DenseLayer[] Hidden { get; }

    /// <summary>Weights of the products u * p.</summary>
    public float[] GmfOutput { get; }

    /// <summary>Weights of the last layer's units.</summary>
    public float[] MlpOutput { get; }

    /// <summary>One number.</summary>
    public float[] Bias { get; }

    /// <summary>All of the above, always in this order.</summary>
    public float[][] Parameters { get; }

    /// <summary>Units of the first layer.</summary>
    public int FirstUnits => ItemLayer.Outputs;

    /// <summary>Units of each layer.</summary>
    public IEnumerable<int> Units => [FirstUnits, .. Hidden.Select(layer => layer.Outputs)];

    /// <summary>Draws the weights as He et al. 2015 do for rectified units; the GMF branch begins as an inner product.</summary>
    public void Initialise(SeededRandom random)
    {
        FillNormal(UserLayer, Math.Sqrt(1.0 / Dimensions), random);
        FillNormal(ItemLayer.Weights, Math.Sqrt(1.0 / Dimensions), random);
        foreach (DenseLayer layer in Hidden)
            FillNormal(layer.Weights, Math.Sqrt(2.0 / layer.Inputs), random);
        GmfOutput.AsSpan().Fill(1);
        FillNormal(MlpOutput, Math.Sqrt(1.0 / MlpOutput.Length), random);
    }

    public void Clear()
    {
        foreach (float[] parameter in Parameters)
            Array.Clear(parameter);
    }

    public void Add(Network other)
    {
        for (int i = 0; i < Parameters.Length; i++)
            VectorKernels.Axpy(1, other.Parameters[i], Parameters[i]);
    }

    private static void FillNormal(float[] values, double deviation, SeededRandom random)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)(deviation * random.Normal());
    }
}
