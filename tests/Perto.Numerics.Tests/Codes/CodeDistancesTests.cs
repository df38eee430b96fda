using System.Numerics;

namespace Perto.Numerics.Tests.Codes;

/// <summary>A machine without some instructions runs scalar code in their place.</summary>
public sealed unsafe class CodeDistancesTests
{
    private const int Longest = 4096;

    public static TheoryData<string> Widths =>
        new(["scalar", "128 bits", "AVX2", "AVX-VNNI", "AVX-512BW", "the machine's"]);

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_product_of_codes_and_query_is_exact_at_every_width_and_length(string width)
    {
        SeededRandom random = new(1);
        for (int length = CodeDistances.Alignment; length <= Longest; length += CodeDistances.Alignment)
        {
            byte[] codes = Bytes(random, length, 256);
            byte[] query = [.. Bytes(random, length, (2 * CodeDistances.MaxQuery) + 1).Select(value => (byte)(sbyte)(value - CodeDistances.MaxQuery))];

            Assert.Equal(codes.Zip(query, (code, value) => code * (sbyte)value).Sum(), Run(width, Kernel.Dot, codes, query));
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void The_largest_values_do_not_saturate(string width)
    {
        byte[] codes = [.. Enumerable.Repeat((byte)255, Longest)];
        foreach (sbyte extreme in new sbyte[] { CodeDistances.MaxQuery, -CodeDistances.MaxQuery })
        {
            byte[] query = [.. Enumerable.Repeat((byte)extreme, Longest)];

            Assert.Equal(255 * extreme * Longest, Run(width, Kernel.Dot, codes, query));
        }
        foreach (sbyte extreme in new sbyte[] { 127, -127 })
        {
            byte[] query = [.. Enumerable.Repeat((byte)extreme, 2 * Longest)];

            Assert.Equal(15 * extreme * 2 * Longest, Run(width, Kernel.Nibbles, codes, query));
        }
        Assert.Equal(255 * Longest, Run(width, Kernel.Manhattan, codes, new byte[Longest]));
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_product_of_half_bytes_and_query_is_exact_at_every_width_and_length(string width)
    {
        SeededRandom random = new(2);
        for (int length = CodeDistances.Alignment; length <= Longest; length += CodeDistances.Alignment)
        {
            byte[] codes = Bytes(random, length, 256);
            byte[] query = [.. Bytes(random, 2 * length, 255).Select(value => (byte)(sbyte)(value - 127))];
            int expected = 0;
            for (int i = 0; i < length; i++)
                expected += ((codes[i] & 15) * (sbyte)query[i]) + ((codes[i] >> 4) * (sbyte)query[length + i]);

            Assert.Equal(expected, Run(width, Kernel.Nibbles, codes, query));
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Sums_of_differences_are_exact_at_every_width_and_length(string width)
    {
        SeededRandom random = new(3);
        for (int length = CodeDistances.Alignment; length <= Longest; length += CodeDistances.Alignment)
        {
            byte[] a = Bytes(random, length, 256), b = Bytes(random, length, 256);

            Assert.Equal(a.Zip(b, (x, y) => Math.Abs(x - y)).Sum(), Run(width, Kernel.Manhattan, a, b));
        }
    }

    [Fact]
    public void Differing_bits_are_counted_for_odd_and_even_numbers_of_words()
    {
        SeededRandom random = new(4);
        for (int length = sizeof(ulong); length <= 512; length += sizeof(ulong))
        {
            byte[] a = Bytes(random, length, 256), b = Bytes(random, length, 256);
            int expected = a.Zip(b, (x, y) => BitOperations.PopCount((uint)(x ^ y))).Sum();
            fixed (byte* first = a, second = b)
                Assert.Equal(expected, CodeDistances.Hamming((ulong*)first, (ulong*)second, length / sizeof(ulong)));
        }
    }

    private static int Run(string width, Kernel kernel, byte[] codes, byte[] query) => width switch
    {
        "scalar" => Run<Scalar>(kernel, codes, query),
        "128 bits" => Run<Portable>(kernel, codes, query),
        "AVX2" => Run<OfAvx2>(kernel, codes, query),
        "AVX-VNNI" => Run<OfVnni>(kernel, codes, query),
        "AVX-512BW" => Run<OfAvx512>(kernel, codes, query),
        _ => Run<HardwareBytes>(kernel, codes, query),
    };

    private static int Run<TWidth>(Kernel kernel, byte[] codes, byte[] query)
        where TWidth : struct, IByteWidth
    {
        fixed (byte* a = codes, b = query)
        {
            return kernel switch
            {
                Kernel.Dot => CodeKernel<TWidth>.Dot(a, (sbyte*)b, codes.Length),
                Kernel.Nibbles => CodeKernel<TWidth>.DotNibbles(a, (sbyte*)b, codes.Length),
                _ => CodeKernel<TWidth>.Manhattan(a, b, codes.Length),
            };
        }
    }

    private static byte[] Bytes(SeededRandom random, int length, int exclusiveMaximum)
    {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++)
            bytes[i] = (byte)random.Next(exclusiveMaximum);
        return bytes;
    }

    private enum Kernel
    {
        Dot,
        Nibbles,
        Manhattan,
    }
}
