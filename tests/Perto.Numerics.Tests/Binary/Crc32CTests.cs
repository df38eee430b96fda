using System.Runtime.Intrinsics.X86;
using System.Text;
using Perto.Testing;

namespace Perto.Numerics.Tests;

public sealed class Crc32CTests
{
    /// <summary>Bit by bit, from the reversed Castagnoli polynomial.</summary>
    private static uint Slow(ReadOnlySpan<byte> bytes, uint checksum = 0)
    {
        uint crc = ~checksum;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0x82F6_3B78 : crc >> 1;
        }

        return ~crc;
    }

    [Fact]
    public void The_check_value_of_the_standard_comes_out() =>
        Assert.Equal(0xE3069283u, Crc32C.Of("123456789"u8));

    [Theory]
    [InlineData(0x00, 0x8A9136AAu)]
    [InlineData(0xFF, 0x62A8AB43u)]
    public void The_vectors_of_RFC_3720_come_out(byte value, uint expected) =>
        Assert.Equal(expected, Crc32C.Of(Enumerable.Repeat(value, 32).ToArray()));

    [Fact]
    public void Every_length_and_every_split_agrees_with_the_bitwise_definition()
    {
        byte[] bytes = Encoding.ASCII.GetBytes("The quick brown fox jumps over the lazy dog, twice.");
        for (int length = 0; length <= bytes.Length; length++)
        {
            uint expected = Slow(bytes.AsSpan(0, length));
            Assert.Equal(expected, Crc32C.Of(bytes.AsSpan(0, length)));
            int split = length / 3;
            Assert.Equal(expected, Crc32C.Append(Crc32C.Of(bytes.AsSpan(0, split)), bytes.AsSpan(split, length - split)));
        }
    }

    [Fact]
    public void Every_length_to_ten_thousand_agrees_with_the_bitwise_definition()
    {
        byte[] bytes = new byte[10_000];
        Seeds.Random().NextBytes(bytes);
        uint expected = 0;
        for (int length = 0; length <= bytes.Length; length++)
        {
            Assert.Equal(expected, Crc32C.Of(bytes.AsSpan(0, length)));
            if (length < bytes.Length)
                expected = Slow(bytes.AsSpan(length, 1), expected);
        }
    }

    [Fact]
    public void Large_pieces_at_any_place_and_after_any_start_agree_with_the_bitwise_definition()
    {
        Random random = Seeds.Random();
        byte[] bytes = new byte[300_000];
        random.NextBytes(bytes);
        for (int i = 0; i < 40; i++)
        {
            int start = random.Next(1_000);
            int split = random.Next(start, bytes.Length);
            int end = random.Next(split, bytes.Length);
            uint expected = Slow(bytes.AsSpan(start, end - start));
            Assert.Equal(expected, Crc32C.Of(bytes.AsSpan(start, end - start)));
            Assert.Equal(expected, Crc32C.Append(Crc32C.Of(bytes.AsSpan(start, split - start)), bytes.AsSpan(split, end - split)));
        }
    }

    [Theory]
    [InlineData(8)]
    [InlineData(336)]
    [InlineData(5456)]
    public void Both_ways_to_move_a_checksum_past_bytes_agree_with_appending_zeros(int bytes)
    {
        Random random = Seeds.Random();
        var shift = new Crc32CLanes.Shift(bytes);
        for (int i = 0; i < 100; i++)
        {
            uint crc = (uint)random.NextInt64(1L << 32);
            uint expected = ~Crc32C.Append(~crc, new byte[bytes]);
            Assert.Equal(expected, shift.ApplyPortable(crc));
            if (Pclmulqdq.IsSupported)
                Assert.Equal(expected, shift.ApplyCarryless(crc));
        }
    }
}
