using Perto.Numerics;

namespace Perto.Language.Tests;

public sealed class NearDuplicateIndexTests
{
    private static readonly Analyzer Analyzer = new(new AnalyzerSettings { DropStopWords = false });

    [Fact]
    public void It_finds_what_comparing_each_with_each_finds_and_nothing_else()
    {
        SeededRandom random = new(3);
        List<string[]> texts = [];
        for (int i = 0; i < 300; i++)
        {
            // Every third text is an earlier one with some words changed.
            string[] words = i % 3 == 2 ? [.. texts[random.Next(i)]] : [.. Enumerable.Range(0, 60).Select(_ => Word(random))];
            for (int change = random.Next(5); change > 0 && i % 3 == 2; change--)
                words[random.Next(words.Length)] = Word(random);
            texts.Add(words);
        }
        MinHashSettings settings = new();
        NearDuplicateIndex index = new(Analyzer, settings);
        Shingles[] shingles = [.. texts.Select(words => Shingles.Of(Analyzer, string.Join(' ', words), settings.ShingleTerms))];
        int pairs = 0;
        for (int i = 0; i < texts.Count; i++)
        {
            NearDuplicate[] expected =
            [
                .. Enumerable.Range(0, i).Select(j => new NearDuplicate(j, shingles[i].Similarity(shingles[j])))
                    .Where(near => near.Similarity >= settings.Threshold).OrderByDescending(near => near.Similarity).ThenBy(near => near.Id),
            ];
            Assert.Equal(expected, index.Add(string.Join(' ', texts[i])));
            pairs += expected.Length;
        }
        Assert.InRange(pairs, 50, 1_000);
    }

    [Fact]
    public void Similarity_is_that_of_the_sets()
    {
        Shingles one = Shingles.Of(Analyzer, "a b c d", 2), other = Shingles.Of(Analyzer, "b c d e", 2);
        Assert.Equal(2 / 4.0, one.Similarity(other));
        Assert.Equal(1, one.Similarity(one));
        Assert.Equal(0, Shingles.Of(Analyzer, "", 2).Similarity(Shingles.Of(Analyzer, "...", 2)));
        Assert.Equal(1, Shingles.Of(Analyzer, "short", 5).Hashes.Length);
    }

    [Fact]
    public void A_signature_estimates_the_similarity()
    {
        string[] words = [.. Enumerable.Range(0, 300).Select(i => $"w{i}")];
        Shingles one = Shingles.Of(Analyzer, string.Join(' ', words[..200]), 1), other = Shingles.Of(Analyzer, string.Join(' ', words[100..]), 1);
        MinHash minHash = new(1_024, seed: 5);
        uint[] left = new uint[1_024], right = new uint[1_024];
        minHash.Sign(one, left);
        minHash.Sign(other, right);

        // Standard deviation sqrt(1/3 * 2/3 / 1024) = 0.0147.
        Assert.Equal(1 / 3.0, one.Similarity(other), 1e-12);
        Assert.InRange(MinHash.Estimate(left, right), (1 / 3.0) - 0.045, (1 / 3.0) + 0.045);
    }

    [Fact]
    public void Texts_without_terms_are_duplicates_of_none()
    {
        NearDuplicateIndex index = new(Analyzer, new MinHashSettings());
        Assert.Empty(index.Add("..."));
        Assert.Empty(index.Add("..."));
        Assert.Empty(index.Add("One and the same, twice over"));
        Assert.Equal([new NearDuplicate(2, 1)], index.Find("one and the SAME - twice over!"));
        Assert.Equal(3, index.Count);
    }

    [Theory]
    [InlineData(0, 1, 1, 0.5, "ShingleTerms is 0")]
    [InlineData(1, 257, 1, 0.5, "Bands is 257")]
    [InlineData(1, 1, 65, 0.5, "RowsPerBand is 65")]
    [InlineData(1, 1, 1, double.NaN, "Threshold is NaN")]
    public void Settings_out_of_range_are_refused(int terms, int bands, int rows, double threshold, string message)
    {
        MinHashSettings settings = new() { ShingleTerms = terms, Bands = bands, RowsPerBand = rows, Threshold = threshold };
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => new NearDuplicateIndex(Analyzer, settings)).Message, StringComparison.Ordinal);
    }

    private static string Word(SeededRandom random) => $"word{random.Next(2_000)}";
}
