using System.Text;

namespace Perto.Numerics.Tests;

public sealed class Crc32CTests
{
    /// <summary>Bit by bit, from the reversed Castagnoli polynomial.</summary>
    private static uint Slow(ReadOnlySpan<byte> bytes)
    {
        uint crc = 0xFFFF_FFFF;
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
}
