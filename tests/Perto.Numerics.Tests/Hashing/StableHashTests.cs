using System.Numerics;
using System.Text;
using Perto.Testing;

namespace Perto.Numerics.Tests;

public sealed class StableHashTests
{
    // Kept in files: a change of these is a change of the file's form.
    [Theory]
    [InlineData("", 11912144113143032851UL)]
    [InlineData("a", 4017399470491301306UL)]
    [InlineData("movie-17", 4804359700815423840UL)]
    [InlineData("a text of more than sixteen bytes", 2657614609318708708UL)]
    public void The_hash_of_a_text_is_the_same_for_ever(string text, ulong hash) =>
        Assert.Equal(hash, StableHash.Of(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Texts_that_differ_in_one_bit_have_hashes_that_differ_in_half_of_theirs()
    {
        Random random = Seeds.Random();
        for (int length = 1; length <= 70; length++)
        {
            byte[] bytes = new byte[length];
            random.NextBytes(bytes);
            ulong hash = StableHash.Of(bytes);
            double differing = 0;
            for (int bit = 0; bit < length * 8; bit++)
            {
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                differing += BitOperations.PopCount(hash ^ StableHash.Of(bytes));
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            }
            Assert.InRange(differing / (length * 8), 25, 39);
        }
    }

    [Fact]
    public void A_million_similar_texts_have_as_many_hashes_and_fill_the_low_bits_evenly()
    {
        const int Texts = 1_000_000;
        const int Buckets = 1 << 10;
        HashSet<ulong> hashes = new(Texts);
        int[] counts = new int[Buckets];
        for (int i = 0; i < Texts; i++)
        {
            ulong hash = StableHash.Of(Encoding.UTF8.GetBytes($"{i}"));
            hashes.Add(hash);
            counts[hash % Buckets]++;
        }
        Assert.Equal(Texts, hashes.Count);
        // The mean is 977 and its deviation 31.
        Assert.InRange(counts.Min(), 977 - 160, 977);
        Assert.InRange(counts.Max(), 977, 977 + 160);
    }

    [Fact]
    public void Zeroes_count()
    {
        HashSet<ulong> hashes = [];
        for (int length = 0; length < 100; length++)
            Assert.True(hashes.Add(StableHash.Of(new byte[length])));
    }
}
