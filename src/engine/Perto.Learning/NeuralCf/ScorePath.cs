using Perto.Numerics;

namespace Perto.Learning;

/// <summary>
/// The score of one item along the way from the vector of a user without a history to the vector of a user with one: its mean slope by the
/// user's vector, the integrated gradient of Sundararajan, Taly and Yan 2017 ("Axiomatic Attribution for Deep Networks").
/// </summary>
internal sealed class ScorePath
{
    private const int Steps = 64;

    private readonly Network _network;
    private readonly float[][] _activations;
    private readonly float[][] _slopes;

    public ScorePath(Network network)
    {
        _network = network;
        _activations = [.. network.Units.Select(units => new float[units])];
        _slopes = [.. network.Units.Select(units => new float[units])];
    }

    /// <summary>The mean slope of the score by the user's vector.</summary>
    /// <param name="user">The vector at the end of the way.</param>
    /// <param name="item">The item's vector.</param>
    /// <param name="slope">Receives as many numbers.</param>
    public void MeanSlope(ReadOnlySpan<float> user, ReadOnlySpan<float> item, Span<float> slope)
    {
        int dimensions = _network.Dimensions;
        slope.Clear();
        VectorKernels.AddProduct(1, item[..dimensions], _network.GmfOutput, slope[..dimensions]);

        // The first layer's input is linear along the way.
        float[] start = _network.ItemLayer.Bias.AsSpan().ToArray();
        AddProduct(item[dimensions..], _network.ItemLayer.Weights, start);
        AddProduct(_network.UserOffset.AsSpan(dimensions), _network.UserLayer, start);
        float[] moved = user[dimensions..].ToArray();
        VectorKernels.Axpy(-1, _network.UserOffset.AsSpan(dimensions), moved);
        float[] way = new float[_network.FirstUnits];
        AddProduct(moved, _network.UserLayer, way);

        float[] sum = new float[_network.FirstUnits];
        float[] at = new float[_network.FirstUnits];
        for (int step = 0; step < Steps; step++)
        {
            start.CopyTo(at, 0);
            VectorKernels.Axpy((step + 0.5f) / Steps, way, at);
            VectorKernels.Axpy(1f / Steps, SlopeAt(at), sum);
        }

        for (int k = 0; k < dimensions; k++)
            slope[dimensions + k] = VectorKernels.Dot(_network.UserLayer.AsSpan(k * sum.Length, sum.Length), sum);
    }

    /// <summary>The slope of the perceptron's part of the score by the input of its first layer.</summary>
    private float[] SlopeAt(ReadOnlySpan<float> input)
    {
        Rectifier.OfSum(input, new float[input.Length], _activations[0]);
        for (int layer = 0; layer < _network.Hidden.Length; layer++)
        {
            float[] target = _activations[layer + 1];
            Array.Clear(target);
            AddProduct(_activations[layer], _network.Hidden[layer].Weights, target);
            Rectifier.OfSum(target, _network.Hidden[layer].Bias, target);
        }

        _network.MlpOutput.CopyTo(_slopes[^1], 0);
        Rectifier.Backward(_activations[^1], 1, _slopes[^1]);
        for (int layer = _network.Hidden.Length - 1; layer >= 0; layer--)
        {
            float[] weights = _network.Hidden[layer].Weights;
            float[] outputs = _slopes[layer + 1];
            for (int k = 0; k < _slopes[layer].Length; k++)
                _slopes[layer][k] = VectorKernels.Dot(weights.AsSpan(k * outputs.Length, outputs.Length), outputs);
            Rectifier.Backward(_activations[layer], 1, _slopes[layer]);
        }

        return _slopes[0];
    }

    /// <summary>target += x W.</summary>
    private static void AddProduct(ReadOnlySpan<float> x, float[] weights, Span<float> target)
    {
        for (int k = 0; k < x.Length; k++)
            VectorKernels.Axpy(x[k], weights.AsSpan(k * target.Length, target.Length), target);
    }
}
