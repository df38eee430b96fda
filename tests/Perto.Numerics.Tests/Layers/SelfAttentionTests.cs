namespace Perto.Numerics.Tests.Layers;

public sealed unsafe class SelfAttentionTests
{
    [Theory]
    [InlineData(1, 1, 4)]
    [InlineData(5, 2, 13)]
    [InlineData(16, 4, 8)]
    [InlineData(17, 3, 32)]
    [InlineData(70, 12, 32)]
    [InlineData(33, 2, 64)]
    public void Attention_is_that_of_the_definition(int length, int heads, int headSize)
    {
        int width = heads * headSize;
        float[] values = LayerData.Values(new Random(length + headSize), length * 3 * width, scale: 2);
        PinnedBlock rows = LayerData.Padded(values, length, 3 * width);
        PinnedBlock context = LayerData.Padded([], length, width);
        var scratch = new PinnedBlock(SelfAttention.ScratchValues(length, headSize) * sizeof(float));
        SelfAttention.Attend(
            (float*)rows.Pointer, LayerShape.PaddedColumns(3 * width), length, heads, headSize,
            (float*)context.Pointer, LayerShape.PaddedColumns(width), (float*)scratch.Pointer);
        double[,] plain = PlainLayers.Attend(LayerData.Doubles(values, length, 3 * width), heads, headSize);
        for (int row = 0; row < length; row++)
        {
            float[] given = LayerData.Row(context, row, width);
            for (int i = 0; i < width; i++)
                Assert.Equal(plain[row, i], given[i], 1e-5);
        }
    }

    [Fact]
    public void A_sequence_may_begin_at_any_row_and_what_stands_around_it_does_not_matter()
    {
        const int Length = 8, Heads = 2, HeadSize = 5, Width = Heads * HeadSize, First = 5;
        float[] values = LayerData.Values(new Random(8), Length * 3 * Width);
        float[] around = [.. Enumerable.Repeat(float.NaN, First * 3 * Width), .. values, .. Enumerable.Repeat(float.NaN, 5 * 3 * Width)];
        PinnedBlock rows = LayerData.Padded(around, First + Length + 5, 3 * Width);
        PinnedBlock context = LayerData.Padded([], Length, Width);
        var scratch = new PinnedBlock(SelfAttention.ScratchValues(Length, HeadSize) * sizeof(float));
        int stride = LayerShape.PaddedColumns(3 * Width);
        SelfAttention.Attend(
            (float*)rows.Pointer + (First * stride), stride, Length, Heads, HeadSize, (float*)context.Pointer, LayerShape.PaddedColumns(Width), (float*)scratch.Pointer);
        double[,] plain = PlainLayers.Attend(LayerData.Doubles(values, Length, 3 * Width), Heads, HeadSize);
        for (int row = 0; row < Length; row++)
        {
            float[] given = LayerData.Row(context, row, Width);
            for (int i = 0; i < Width; i++)
                Assert.Equal(plain[row, i], given[i], 1e-5);
        }
    }

    [Fact]
    public void Scores_far_apart_neither_overflow_nor_vanish()
    {
        // One key is so much nearer that it takes all.
        float[] values = [.. Enumerable.Range(0, 3).SelectMany(row => (float[])[300, row == 1 ? 300 : -300, row])];
        PinnedBlock rows = LayerData.Padded(values, 3, 3);
        PinnedBlock context = LayerData.Padded([], 3, 1);
        var scratch = new PinnedBlock(SelfAttention.ScratchValues(3, 1) * sizeof(float));
        SelfAttention.Attend((float*)rows.Pointer, LayerShape.PaddedColumns(3), 3, 1, 1, (float*)context.Pointer, LayerShape.PaddedColumns(1), (float*)scratch.Pointer);
        Assert.All(Enumerable.Range(0, 3), row => Assert.Equal(1, LayerData.Row(context, row, 1)[0]));
    }
}
