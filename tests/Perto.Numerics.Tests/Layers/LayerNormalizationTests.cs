namespace Perto.Numerics.Tests.Layers;

public sealed unsafe class LayerNormalizationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(16)]
    [InlineData(26)]
    [InlineData(384)]
    public void Rows_are_normalised_as_by_the_definition(int columns)
    {
        var random = new Random(columns);
        float[] values = LayerData.Values(random, 5 * columns, scale: 3);
        float[] scale = LayerData.Values(random, columns);
        float[] shift = LayerData.Values(random, columns);
        PinnedBlock rows = LayerData.Padded(values, 5, columns);
        new LayerNormalization(scale, shift, 1e-5f).Apply((float*)rows.Pointer, LayerShape.PaddedColumns(columns), 5);
        for (int row = 0; row < 5; row++)
        {
            double[] plain = PlainLayers.Normalise(Doubles(values[(row * columns)..((row + 1) * columns)]), Doubles(scale), Doubles(shift), 1e-5f);
            float[] given = LayerData.Row(rows, row, columns);
            for (int i = 0; i < columns; i++)
                Assert.Equal(plain[i], given[i], 1e-5);
        }
    }

    [Fact]
    public void A_constant_row_becomes_the_shift()
    {
        PinnedBlock rows = LayerData.Padded([3, 3, 3], 1, 3);
        new LayerNormalization([1, 2, 3], [4, 5, 6], 1e-12f).Apply((float*)rows.Pointer, LayerShape.PaddedColumns(3), 1);
        Assert.Equal([4, 5, 6], LayerData.Row(rows, 0, 3));
    }

    [Fact]
    public void Scale_and_shift_must_have_one_length() => Assert.Throws<ArgumentException>(() => new LayerNormalization([1, 2], [1], 1e-5f));

    private static double[] Doubles(float[] values) => Array.ConvertAll(values, value => (double)value);
}
