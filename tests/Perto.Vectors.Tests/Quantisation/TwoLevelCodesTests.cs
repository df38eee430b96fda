using System.Runtime.InteropServices;
using Perto.Numerics;

namespace Perto.Vectors.Tests.Quantisation;

/// <summary>Codes of two levels against the same arithmetic written out for single values.</summary>
public sealed unsafe class TwoLevelCodesTests
{
    private const int Zero = 128;

    [Theory]
    [InlineData(65)]
    [InlineData(100)]
    [InlineData(128)]
    [InlineData(384)]
    [InlineData(1536)]
    public void Distances_are_those_of_the_stored_steps(int dimension)
    {
        Assert.True(TwoLevelCodes<CosineForm>.Suits(dimension));
        TwoLevelCodes<CosineForm> codes = new(dimension, centre: null);
        using NativeBlock memory = new((2 * codes.CodeBytes) + (2 * codes.QueryBytes));
        byte* a = memory.Pointer, b = a + codes.CodeBytes, query = b + codes.CodeBytes;
        float[] scratch = new float[codes.ScratchFloats];
        float[] first = Unit(dimension, seed: 3), second = Unit(dimension, seed: 4);
        codes.Encode(MemoryMarshal.AsBytes<float>(first), scratch, a);
        codes.Encode(MemoryMarshal.AsBytes<float>(second), scratch, b);

        codes.Prepare(a, query);

        QueryHead head = *(QueryHead*)query;
        int[] queried = StepsOf(codes, a, dimension), stored = StepsOf(codes, b, dimension);
        long coarse2 = 0, fine = 0;
        for (int i = 0; i < dimension; i++)
        {
            Assert.Equal(queried[i], ((sbyte*)(query + QueryHead.Bytes))[i]);
            // Twice the middle of the 16 values that share their upper half.
            coarse2 += queried[i] * ((2 * ((stored[i] + Zero) & 0xF0)) + 15 - (2 * Zero));
            fine += queried[i] * stored[i];
        }
        Assert.Equal(1 - (coarse2 / 2.0 * head.Scale), codes.Distance(query, b), 1e-4);
        Assert.Equal(1 - (fine * (double)head.Scale), codes.Refine(query, b), 1e-4);
    }

    [Fact]
    public void The_whole_code_is_nearer_to_the_truth_than_its_upper_half_and_both_are_near()
    {
        const int Dimension = 384;
        TwoLevelCodes<CosineForm> codes = new(Dimension, centre: null);
        using NativeBlock memory = new(codes.CodeBytes + codes.QueryBytes);
        byte* code = memory.Pointer, query = code + codes.CodeBytes;
        float[] scratch = new float[codes.ScratchFloats];
        double coarse = 0, fine = 0;
        const int Pairs = 200;
        for (int pair = 0; pair < Pairs; pair++)
        {
            float[] a = Unit(Dimension, 2 * pair), b = Unit(Dimension, (2 * pair) + 1);
            codes.Encode(MemoryMarshal.AsBytes<float>(a), scratch, code);
            codes.Prepare(MemoryMarshal.AsBytes<float>(b), scratch, query);
            double truth = 1 - Distances.Between<DotTerm>(a, b);
            coarse += Math.Pow(codes.Distance(query, code) - truth, 2);
            fine += Math.Pow(codes.Refine(query, code) - truth, 2);
        }
        // By theory .0055 and .0011: steps of 16/127 of 3.2 deviations, and the 1 in 1,000 that is cut.
        Assert.True(Math.Sqrt(coarse / Pairs) < .0075, $"{Math.Sqrt(coarse / Pairs)}");
        Assert.True(Math.Sqrt(fine / Pairs) < .002, $"{Math.Sqrt(fine / Pairs)}");
    }

    [Theory]
    [InlineData(16)]
    [InlineData(64)]
    [InlineData(150)]
    public void They_are_not_used_where_halves_save_nothing(int dimension) => Assert.False(TwoLevelCodes<CosineForm>.Suits(dimension));

    private static int[] StepsOf(TwoLevelCodes<CosineForm> codes, byte* code, int dimension)
    {
        int half = codes.WalkBytes;
        byte* lower = code + half;
        return [.. Enumerable.Range(0, dimension).Select(i => i < half
            ? (((code[i] & 0x0F) << 4) | (lower[i] & 0x0F)) - Zero
            : ((code[i - half] & 0xF0) | (lower[i - half] >> 4)) - Zero)];
    }

    private static float[] Unit(int dimension, long seed)
    {
        SeededRandom random = new(seed);
        float[] vector = [.. Enumerable.Range(0, dimension).Select(_ => (float)random.Normal())];
        float length = MathF.Sqrt(Distances.Between<DotTerm>(vector, vector));
        return [.. vector.Select(value => value / length)];
    }
}
