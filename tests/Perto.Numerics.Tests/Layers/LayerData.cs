namespace Perto.Numerics.Tests.Layers;

/// <summary>Matrices of a seed, and memory as the layers want it.</summary>
internal static unsafe class LayerData
{
    public static float[] Values(Random random, int count, float scale = 1) =>
        [.. Enumerable.Range(0, count).Select(_ => ((random.NextSingle() * 2) - 1) * scale)];

    public static double[,] Doubles(float[] values, int rows, int columns)
    {
        double[,] matrix = new double[rows, columns];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
                matrix[row, column] = values[(row * columns) + column];
        }

        return matrix;
    }

    /// <summary>Memory for rows in whole tiles. What is not set is not zero: nothing may depend on it.</summary>
    public static PinnedBlock Padded(float[] values, int rows, int columns)
    {
        int stride = LayerShape.PaddedColumns(columns);
        var block = new PinnedBlock((long)LayerShape.PaddedRows(rows) * stride * sizeof(float));
        new Span<float>(block.Pointer, (int)(block.Bytes / sizeof(float))).Fill(1e6f);
        for (int row = 0; row < rows && values.Length > 0; row++)
            values.AsSpan(row * columns, columns).CopyTo(new Span<float>((float*)block.Pointer + (row * stride), columns));
        return block;
    }

    public static float[] Row(PinnedBlock block, int row, int columns) =>
        new ReadOnlySpan<float>((float*)block.Pointer + (row * LayerShape.PaddedColumns(columns)), columns).ToArray();

    /// <summary>Applies a layer to rows and returns what it gives, row by row.</summary>
    public static float[][] Apply(ILinearLayer layer, float[] x, int rows, Activation activation = Activation.Identity, float[]? addTo = null)
    {
        PinnedBlock input = Padded(x, rows, layer.Inputs);
        PinnedBlock output = Padded(addTo ?? [], rows, layer.Outputs);
        var scratch = new PinnedBlock(layer.ScratchBytes(rows));
        layer.Apply(
            (float*)input.Pointer, LayerShape.PaddedColumns(layer.Inputs), rows, (float*)output.Pointer, LayerShape.PaddedColumns(layer.Outputs),
            activation, addTo is not null, scratch.Pointer);
        return [.. Enumerable.Range(0, rows).Select(row => Row(output, row, layer.Outputs))];
    }
}
