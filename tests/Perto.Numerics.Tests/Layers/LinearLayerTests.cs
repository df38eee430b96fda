namespace Perto.Numerics.Tests.Layers;

public sealed class LinearLayerTests
{
    /// <summary>Rows, inputs, outputs: less than a tile, tiles and a bit, more than one block of rows and of depth.</summary>
    public static TheoryData<int, int, int> Shapes => new()
    {
        { 1, 1, 1 }, { 1, 384, 33 }, { 5, 7, 3 }, { 6, 16, 16 }, { 7, 17, 15 }, { 13, 257, 48 }, { 49, 30, 31 }, { 100, 513, 17 }, { 97, 64, 130 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_packed_layer_gives_what_the_plain_product_gives(int rows, int inputs, int outputs)
    {
        var random = new Random(rows + inputs + outputs);
        (float[] x, float[] weights, float[] bias) = Operands(random, rows, inputs, outputs);
        float[] before = LayerData.Values(random, rows * outputs);
        var layer = new PackedLayer(weights, bias, inputs, outputs);
        double[,] plain = PlainLayers.Linear(LayerData.Doubles(x, rows, inputs), LayerData.Doubles(weights, outputs, inputs), [.. bias.Select(value => (double)value)]);
        double tolerance = 2e-7 * (inputs + 10);

        foreach (Activation activation in Enum.GetValues<Activation>())
        {
            float[][] given = LayerData.Apply(layer, x, rows, activation);
            float[][] added = LayerData.Apply(layer, x, rows, activation, before);
            for (int row = 0; row < rows; row++)
            {
                for (int j = 0; j < outputs; j++)
                {
                    Assert.Equal(PlainLayers.Activate(activation, plain[row, j]), given[row][j], tolerance);
                    Assert.Equal(PlainLayers.Activate(activation, plain[row, j] + before[(row * outputs) + j]), added[row][j], tolerance);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_quantised_layer_gives_the_exact_product_of_its_quantised_numbers(int rows, int inputs, int outputs)
    {
        var random = new Random(rows * inputs * outputs);
        (float[] x, float[] weights, float[] bias) = Operands(random, rows, inputs, outputs);
        float[][] given = LayerData.Apply(new QuantizedLayer(weights, bias, inputs, outputs), x, rows);
        int levels = (int)Math.Min(short.MaxValue, int.MaxValue / (127L * inputs));
        for (int row = 0; row < rows; row++)
        {
            (long[] numbers, double scale) = Quantise(x.AsSpan(row * inputs, inputs), levels);
            for (int j = 0; j < outputs; j++)
            {
                (long[] weightNumbers, double weightScale) = Quantise(weights.AsSpan(j * inputs, inputs), 127);
                long sum = numbers.Zip(weightNumbers, (a, b) => a * b).Sum();
                Assert.Equal(bias[j] + (sum * scale * weightScale), given[row][j], 1e-5 * (1 + Math.Abs(sum * scale * weightScale)));
            }
        }
    }

    [Fact]
    public void The_largest_numbers_do_not_overflow_a_quantised_layer()
    {
        // Every product is the largest there can be, all of one sign.
        foreach (int inputs in (int[])[1, 384, 1_536, 16_384, 65_535])
        {
            float[] ones = [.. Enumerable.Repeat(1f, inputs)];
            float given = LayerData.Apply(new QuantizedLayer(ones, [0f], inputs, 1), ones, 1)[0][0];
            Assert.Equal(inputs, given, inputs * 1e-5);
            float[] minus = [.. Enumerable.Repeat(-1f, inputs)];
            Assert.Equal(-inputs, LayerData.Apply(new QuantizedLayer(minus, [0f], inputs, 1), ones, 1)[0][0], inputs * 1e-5);
        }
    }

    [Fact]
    public void The_error_of_a_quantised_layer_is_within_its_bound()
    {
        var random = new Random(8);
        (float[] x, float[] weights, float[] bias) = Operands(random, 20, 384, 96);
        float[][] exact = LayerData.Apply(new PackedLayer(weights, bias, 384, 96), x, 20);
        float[][] given = LayerData.Apply(new QuantizedLayer(weights, bias, 384, 96), x, 20);
        for (int row = 0; row < 20; row++)
        {
            double inputs = x.AsSpan(row * 384, 384).ToArray().Sum(value => (double)Math.Abs(value));
            // Half a step of each weight, times its input; inputs have 32,767 steps.
            for (int j = 0; j < 96; j++)
                Assert.Equal(exact[row][j], given[row][j], (inputs / 254) + (384.0 / 32_767) + 1e-4);
        }

        double errors = exact.Zip(given, (a, b) => a.Zip(b, (c, d) => (double)(c - d) * (c - d)).Sum()).Sum();
        double signal = exact.Sum(row => row.Sum(value => (double)value * value));
        Assert.InRange(Math.Sqrt(errors / signal), 1e-6, 0.01);
    }

    [Fact]
    public void Rows_of_zeros_give_the_bias()
    {
        float[] bias = [1, -2, 3];
        foreach (ILinearLayer layer in (ILinearLayer[])[new PackedLayer(new float[12], bias, 4, 3), new QuantizedLayer(new float[12], bias, 4, 3)])
            Assert.Equal(bias, LayerData.Apply(layer, new float[8], 2)[1]);
    }

    [Fact]
    public void A_row_depends_on_its_own_input_alone_to_the_last_bit()
    {
        var random = new Random(5);
        (float[] x, float[] weights, float[] bias) = Operands(random, 60, 300, 50);
        foreach (ILinearLayer layer in (ILinearLayer[])[new PackedLayer(weights, bias, 300, 50), new QuantizedLayer(weights, bias, 300, 50)])
        {
            float[][] together = LayerData.Apply(layer, x, 60, Activation.Gelu);
            for (int row = 0; row < 60; row++)
                Assert.Equal(together[row], LayerData.Apply(layer, x[(row * 300)..((row + 1) * 300)], 1, Activation.Gelu)[0]);
        }
    }

    [Fact]
    public void A_layer_of_int8_takes_a_quarter_of_the_memory()
    {
        float[] weights = new float[384 * 1_536];
        long single = new PackedLayer(weights, new float[1_536], 384, 1_536).Bytes;
        long quantised = new QuantizedLayer(weights, new float[1_536], 384, 1_536).Bytes;
        Assert.InRange((double)quantised / single, 0.25, 0.26);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new PackedLayer(new float[5], new float[2], 3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PackedLayer(new float[6], new float[1], 3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new QuantizedLayer(new float[5], new float[2], 3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new QuantizedLayer(new float[6], new float[1], 3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PackedLayer([], [], 0, 0));
    }

    private static (float[] X, float[] Weights, float[] Bias) Operands(Random random, int rows, int inputs, int outputs) =>
        (LayerData.Values(random, rows * inputs), LayerData.Values(random, inputs * outputs), LayerData.Values(random, outputs));

    private static (long[] Numbers, double Scale) Quantise(ReadOnlySpan<float> values, int levels)
    {
        float largest = 0;
        foreach (float value in values)
            largest = Math.Max(largest, Math.Abs(value));
        float scale = largest / levels;
        long[] numbers = new long[values.Length];
        for (int i = 0; i < values.Length; i++)
            numbers[i] = levels == 127 ? (long)MathF.Round(values[i] / scale) : (long)MathF.Round(values[i] * (1 / scale));
        return (numbers, scale);
    }
}
