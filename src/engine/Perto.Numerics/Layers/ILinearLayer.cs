namespace Perto.Numerics;

/// <summary>
/// A linear layer of a network, x W' + bias. Pointers, because its operands stand in native memory and the loops are the hottest of a model. A row of
/// the result depends on its own row of x alone, to the last bit.
/// </summary>
public unsafe interface ILinearLayer
{
    /// <summary>Length of a row of x.</summary>
    int Inputs { get; }

    /// <summary>Length of a row of the result.</summary>
    int Outputs { get; }

    /// <summary>Bytes of memory that the layer takes.</summary>
    long Bytes { get; }

    /// <summary>Bytes of scratch memory that <see cref="Apply"/> needs for as many rows.</summary>
    int ScratchBytes(int rows);

    /// <summary>output = activation((output where <paramref name="add"/>) + bias + input W'), on the calling thread.</summary>
    /// <param name="input">x, row-major. Whole tiles are read: there is room for <see cref="LayerShape.PaddedRows"/> rows, whatever stands in them.</param>
    /// <param name="inputStride">Values from one row of it to the next.</param>
    /// <param name="rows">Rows of it.</param>
    /// <param name="output">
    /// Row-major. Whole tiles are written: there is room for <see cref="LayerShape.PaddedRows"/> rows of <see cref="LayerShape.PaddedColumns"/> values.
    /// </param>
    /// <param name="outputStride">Values from one row of it to the next.</param>
    /// <param name="activation">What is applied to each sum.</param>
    /// <param name="add">Whether the sums are added to what stands in the output.</param>
    /// <param name="scratch">As much memory as <see cref="ScratchBytes"/> says, aligned to 64 bytes.</param>
    void Apply(float* input, nint inputStride, int rows, float* output, nint outputStride, Activation activation, bool add, byte* scratch);
}
