using Perto.Numerics;

namespace Perto.Learning;

/// <summary>The weights of a layer as they stand in one step, laid out for products in both directions.</summary>
internal sealed class PackedLayer
{
    private static readonly ParallelOptions OneThread = new() { MaxDegreeOfParallelism = 1 };

    public PackedLayer(float[] weights, int inputs, int outputs)
    {
        Forward = PackedMatrix.PackTransposed(weights, inputs, outputs, OneThread);
        Backward = PackedMatrix.Pack(weights, inputs, outputs, OneThread);
    }

    /// <summary>x to x W.</summary>
    public PackedMatrix Forward { get; }

    /// <summary>The gradient by x W to the gradient by x.</summary>
    public PackedMatrix Backward { get; }
}
