using System.Numerics;

namespace Perto.Numerics;

/// <summary>
/// A linear layer whose weights are 8-bit numbers, with a scale for each output, and whose inputs are quantised as they come, with a scale for each row:
/// a quarter of the memory of single precision. Inputs have as many levels as exact 32-bit sums allow, 5,000 and more on either side of zero up to 3,000
/// inputs, so that the error is that of the weights: at most 1/254 of an output's largest weight in each. Immutable and thread-safe.
/// </summary>
public sealed unsafe class QuantizedLayer : ILinearLayer
{
    private const int MostWeight = 127;
    private const int RowBlock = 48;

    private readonly PinnedBlock _panels;
    private readonly PinnedBlock _scales;
    private readonly PinnedBlock _bias;
    private readonly int _pairs;
    private readonly int _mostInput;

    /// <inheritdoc cref="PackedLayer(ReadOnlySpan{float}, ReadOnlySpan{float}, int, int)"/>
    public QuantizedLayer(ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, int inputs, int outputs)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputs);
        ArgumentOutOfRangeException.ThrowIfLessThan(weights.Length, (long)inputs * outputs, nameof(weights));
        ArgumentOutOfRangeException.ThrowIfLessThan(bias.Length, outputs, nameof(bias));
        Inputs = inputs;
        Outputs = outputs;
        _pairs = (inputs + 1) / 2;
        _mostInput = (int)Math.Min(short.MaxValue, int.MaxValue / ((long)MostWeight * inputs));
        long padded = LayerShape.PaddedColumns(outputs);
        _bias = new PinnedBlock(padded * sizeof(float));
        bias[..outputs].CopyTo(new Span<float>(_bias.Pointer, outputs));
        _scales = new PinnedBlock(padded * sizeof(float));
        _panels = new PinnedBlock(padded * _pairs * 2);
        sbyte* panels = (sbyte*)_panels.Pointer;
        for (int output = 0; output < outputs; output++)
        {
            ReadOnlySpan<float> row = weights.Slice(output * inputs, inputs);
            float scale = Largest(row) / MostWeight;
            ((float*)_scales.Pointer)[output] = scale;
            if (scale == 0)
                continue;
            sbyte* target = panels + ((nint)(output / QuantizedTile.Columns) * QuantizedTile.Columns * _pairs * 2) + (output % QuantizedTile.Columns * 2);
            for (int k = 0; k < row.Length; k++)
                target[(k / 2 * QuantizedTile.Columns * 2) + (k % 2)] = (sbyte)MathF.Round(row[k] / scale);
        }
    }

    /// <inheritdoc/>
    public int Inputs { get; }

    /// <inheritdoc/>
    public int Outputs { get; }

    /// <inheritdoc/>
    public long Bytes => _panels.Bytes + _scales.Bytes + _bias.Bytes;

    /// <inheritdoc/>
    public int ScratchBytes(int rows) => RowBlock * ((_pairs * 2 * sizeof(short)) + sizeof(float));

    /// <inheritdoc/>
    public void Apply(float* input, nint inputStride, int rows, float* output, nint outputStride, Activation activation, bool add, byte* scratch)
    {
        float* rowScales = (float*)scratch;
        short* quantized = (short*)(rowScales + RowBlock);
        nint length = _pairs * 2;
        int* sums = stackalloc int[QuantizedTile.Rows * QuantizedTile.Columns];
        for (int top = 0; top < rows; top += RowBlock)
        {
            int count = Math.Min(RowBlock, rows - top);
            for (int row = 0; row < count; row++)
                rowScales[row] = Quantize(input + ((top + row) * inputStride), quantized + (row * length));
            sbyte* panel = (sbyte*)_panels.Pointer;
            for (int left = 0; left < Outputs; left += QuantizedTile.Columns, panel += length * QuantizedTile.Columns)
            {
                float* c = output + (top * outputStride) + left;
                for (int row = 0; row < count; row += QuantizedTile.Rows)
                {
                    QuantizedTile.Multiply(quantized + (row * length), length, panel, _pairs, sums);
                    for (int r = 0; r < Math.Min(QuantizedTile.Rows, count - row); r++)
                        Dequantize(sums + (r * QuantizedTile.Columns), rowScales[row + r], left, c + ((row + r) * outputStride), add);
                }

                ActivationKernel.Apply(activation, c, outputStride, count, QuantizedTile.Columns);
            }
        }

        GC.KeepAlive(this);
    }

    private void Dequantize(int* sums, float rowScale, int left, float* target, bool add)
    {
        float* scales = (float*)_scales.Pointer + left;
        float* bias = (float*)_bias.Pointer + left;
        Vector<float> factor = new(rowScale);
        for (int j = 0; j < QuantizedTile.Columns; j += Vector<float>.Count)
        {
            Vector<float> start = add ? Vector.Load(target + j) + Vector.Load(bias + j) : Vector.Load(bias + j);
            Vector.FusedMultiplyAdd(Vector.ConvertToSingle(Vector.Load(sums + j)), Vector.Load(scales + j) * factor, start).Store(target + j);
        }
    }

    /// <summary>Writes a row as whole numbers and returns their scale.</summary>
    private float Quantize(float* row, short* target)
    {
        float scale = Largest(new ReadOnlySpan<float>(row, Inputs)) / _mostInput;
        target[(_pairs * 2) - 1] = 0;
        float inverse = scale > 0 ? 1 / scale : 0;
        int width = Vector<float>.Count;
        int i = 0;
        for (; i <= Inputs - (2 * width); i += 2 * width)
        {
            Vector<int> low = Vector.ConvertToInt32Native(Vector.Round(Vector.Load(row + i) * inverse));
            Vector<int> high = Vector.ConvertToInt32Native(Vector.Round(Vector.Load(row + i + width) * inverse));
            Vector.Narrow(low, high).Store(target + i);
        }

        for (; i < Inputs; i++)
            target[i] = (short)MathF.Round(row[i] * inverse);
        return scale;
    }

    private static float Largest(ReadOnlySpan<float> values)
    {
        int width = Vector<float>.Count;
        Vector<float> largest = Vector<float>.Zero;
        int i = 0;
        for (; i <= values.Length - width; i += width)
            largest = Vector.Max(largest, Vector.Abs(new Vector<float>(values[i..])));
        float most = 0;
        for (int lane = 0; lane < width; lane++)
            most = Math.Max(most, largest[lane]);
        for (; i < values.Length; i++)
            most = Math.Max(most, Math.Abs(values[i]));
        return most;
    }
}
