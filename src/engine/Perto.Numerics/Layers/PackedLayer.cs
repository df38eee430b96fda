namespace Perto.Numerics;

/// <summary>
/// A linear layer, x W' + bias, whose weights are laid out once for many calls: panels of as many outputs as a tile has columns, in which the weights
/// of one input stand together, so that the products run at the speed of the multiply-add units. Immutable and thread-safe.
/// </summary>
public sealed unsafe class PackedLayer : ILinearLayer
{
    // Rows whose inputs and outputs stay in the second-level cache while the weights pass by.
    private const int RowBlock = 48;

    // Inputs worked on at once: a panel of them and six rows stay in the first-level cache.
    private const int MostDepth = 256;

    private readonly PinnedBlock _panels;
    private readonly PinnedBlock _bias;
    private readonly int _depth;

    /// <param name="weights">W, row-major: a row of <paramref name="inputs"/> weights for each output.</param>
    /// <param name="bias">A value for each output.</param>
    /// <param name="inputs">Length of a row of x.</param>
    /// <param name="outputs">Length of a row of the result.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer weights than inputs x outputs, or fewer biases than outputs.</exception>
    public PackedLayer(ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, int inputs, int outputs)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputs);
        ArgumentOutOfRangeException.ThrowIfLessThan(weights.Length, (long)inputs * outputs, nameof(weights));
        ArgumentOutOfRangeException.ThrowIfLessThan(bias.Length, outputs, nameof(bias));
        Inputs = inputs;
        Outputs = outputs;
        int blocks = (inputs + MostDepth - 1) / MostDepth;
        _depth = (inputs + blocks - 1) / blocks;
        int width = LayerTile.Columns;
        long padded = LayerTile.PaddedColumns(outputs);
        _bias = new PinnedBlock(padded * sizeof(float));
        bias[..outputs].CopyTo(new Span<float>(_bias.Pointer, outputs));
        _panels = new PinnedBlock(padded * inputs * sizeof(float));
        float* panels = (float*)_panels.Pointer;
        for (int output = 0; output < outputs; output++)
        {
            float* target = panels + ((nint)(output / width) * width * inputs) + (output % width);
            ReadOnlySpan<float> row = weights.Slice(output * inputs, inputs);
            for (int k = 0; k < row.Length; k++, target += width)
                *target = row[k];
        }
    }

    /// <inheritdoc/>
    public int Inputs { get; }

    /// <inheritdoc/>
    public int Outputs { get; }

    /// <inheritdoc/>
    public long Bytes => _panels.Bytes + _bias.Bytes;

    /// <inheritdoc/>
    public int ScratchBytes(int rows) => 0;

    /// <inheritdoc/>
    public void Apply(float* input, nint inputStride, int rows, float* output, nint outputStride, Activation activation, bool add, byte* scratch)
    {
        float* panels = (float*)_panels.Pointer;
        float* bias = (float*)_bias.Pointer;
        int width = LayerTile.Columns;
        for (int top = 0; top < rows; top += RowBlock)
        {
            int count = Math.Min(RowBlock, rows - top);
            float* a = input + (top * inputStride);
            float* panel = panels;
            for (int left = 0; left < Outputs; left += width, panel += (nint)width * Inputs)
            {
                float* c = output + (top * outputStride) + left;
                for (int start = 0; start < Inputs; start += _depth)
                {
                    int depth = Math.Min(_depth, Inputs - start);
                    float* first = start == 0 ? bias + left : null;
                    for (int row = 0; row < count; row += LayerTile.Rows)
                    {
                        LayerTile.Multiply(
                            a + (row * inputStride) + start, inputStride, panel + ((nint)start * width), depth, c + (row * outputStride), outputStride,
                            first, keep: add || start > 0);
                    }
                }

                ActivationKernel.Apply(activation, c, outputStride, count, width);
            }
        }

        GC.KeepAlive(this);
    }
}
