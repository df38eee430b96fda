using Perto.Numerics;
using Perto.Testing;

namespace Perto.Language.Tests;

public sealed class LexicalEmbedderTests
{
    private static readonly string[] Corpus =
    [
        "the car needs a new engine and new tyres", "an automobile engine must be oiled", "the automobile drove along the road",
        "a car drove down the road at night", "bread is baked from flour and water", "bake the cake with flour, sugar and eggs",
        "water and sugar make a syrup for the cake", "the oven bakes bread at night",
    ];

    private static LexicalEmbedder Fitted(LexicalFitSettings? settings = null) => LexicalEmbedder.FitTo(Corpus, settings ?? new LexicalFitSettings(), new ParallelOptions());

    [Fact]
    public void The_hashed_form_gives_the_same_bits_everywhere()
    {
        float[] vector = LexicalEmbedder.Hashed().Embed("The effects of small surface imperfections");
        Assert.Equal(LexicalEmbedder.Dimension, vector.Length);

        // Written down from the first version: another value here is another version of the embedder.
        ulong bits = StableHash.Of(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(vector));
        Assert.Equal("d1ab94d16d074b2c", $"{bits:x16}");
    }

    [Theory]
    [InlineData("connected to the network", "the connections of networks")]
    [InlineData("os gatos pretos", "um gato preto")]
    [InlineData("aerodynamic heating", "aerodinamic heating")]
    public void Forms_and_misspellings_of_words_are_near(string one, string other)
    {
        LexicalEmbedder embedder = LexicalEmbedder.Hashed();
        double near = Cosine(embedder.Embed(one), embedder.Embed(other)), far = Cosine(embedder.Embed(one), embedder.Embed("boiled vegetables with rice"));
        Assert.True(near > 0.5, $"near: {near}");
        Assert.True(Math.Abs(far) < 0.25, $"far: {far}");
    }

    [Fact]
    public void The_fitted_form_knows_words_by_their_company()
    {
        // Car and automobile never stand in one text, and stand with the same words.
        SeededRandom random = new(Seeds.Of());
        string Text(string[] names, char topic) =>
            $"{names[random.Next(names.Length)]} {string.Join(' ', Enumerable.Range(0, 6).Select(_ => $"{topic}{random.Next(30)}"))}";
        string[] texts = [.. Enumerable.Range(0, 1_000).Select(i => i % 2 == 0 ? Text(["car", "automobile"], 'v') : Text(["bread", "cake"], 'k'))];
        LexicalEmbedder fitted = LexicalEmbedder.FitTo(texts, new LexicalFitSettings { Directions = 2 }, new ParallelOptions()), hashed = LexicalEmbedder.Hashed();

        Assert.True(Similarity(fitted, "car", "automobile") > 0.4, $"{Similarity(fitted, "car", "automobile")}");
        Assert.True(Similarity(fitted, "car", "bread") < 0.1, $"{Similarity(fitted, "car", "bread")}");
        Assert.True(Similarity(hashed, "car", "automobile") < 0.2, $"{Similarity(hashed, "car", "automobile")}");

        static double Similarity(LexicalEmbedder embedder, string one, string other) => Cosine(embedder.Embed(one), embedder.Embed(other));
    }

    [Theory]
    [InlineData("")]
    [InlineData("the of and")]
    [InlineData("  ... !? \u0000 \uD800 \uDC00")]
    [InlineData("🙂🙂")]
    public void A_text_without_terms_is_at_right_angles_to_all_others(string text)
    {
        foreach (LexicalEmbedder embedder in (LexicalEmbedder[])[LexicalEmbedder.Hashed(), Fitted()])
        {
            float[] vector = new float[LexicalEmbedder.Dimension];
            Assert.False(embedder.Embed(text, vector));
            Assert.Equal(1, vector[^1]);
            Assert.Equal(1, vector.Count(value => value != 0));
            Assert.Equal(0, Cosine(vector, embedder.Embed("car engine")));
        }
    }

    [Fact]
    public void What_the_corpus_does_not_have_is_no_term_of_the_fitted_form() =>
        Assert.False(Fitted().Embed("zzyzx", new float[LexicalEmbedder.Dimension]));

    [Fact]
    public void All_vectors_have_length_one_whatever_the_text()
    {
        SeededRandom random = new(Seeds.Of());
        LexicalEmbedder[] embedders = [LexicalEmbedder.Hashed(), LexicalEmbedder.Hashed(TextLanguage.None), Fitted()];
        for (int i = 0; i < 300; i++)
        {
            char[] text = new char[random.Next(200)];
            foreach (ref char letter in text.AsSpan())
                letter = (char)(random.Next(4) == 0 ? random.Next(char.MaxValue + 1) : 'a' + random.Next(26));
            foreach (LexicalEmbedder embedder in embedders)
            {
                float[] vector = embedder.Embed(text);
                Assert.Equal(1, Cosine(vector, vector), 1e-5);
                Assert.Equal(vector, embedder.Embed(text));
            }
        }
    }

    [Fact]
    public void A_large_text_and_what_comes_after_it_are_embedded_as_alone()
    {
        LexicalEmbedder embedder = LexicalEmbedder.Hashed();
        string large = string.Join(' ', Enumerable.Range(0, 50_000).Select(i => $"word{i}"));
        string part = large[..1_000];
        float[] before = embedder.Embed("car engine");
        float[] first = embedder.Embed(large);
        Assert.Equal(LexicalEmbedder.Hashed().Embed(part), embedder.Embed(part));
        Assert.Equal(first, embedder.Embed(large));
        Assert.Equal(first, embedder.Embed(large));
        Assert.Equal(before, embedder.Embed("car engine"));
        Assert.Equal(first, LexicalEmbedder.Hashed().Embed(large));
    }

    [Fact]
    public void Embedding_a_text_allocates_nothing()
    {
        foreach (LexicalEmbedder embedder in (LexicalEmbedder[])[LexicalEmbedder.Hashed(), Fitted()])
        {
            float[] vector = new float[LexicalEmbedder.Dimension];
            for (int i = 0; i < 50; i++)
                embedder.Embed(Corpus[i % Corpus.Length], vector);
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 100; i++)
                embedder.Embed(Corpus[i % Corpus.Length], vector);
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    [Fact]
    public void Threads_share_an_embedder()
    {
        LexicalEmbedder embedder = Fitted();
        float[][] alone = [.. Corpus.Select(text => embedder.Embed(text))];
        Parallel.For(0, 2_000, i => Assert.Equal(alone[i % Corpus.Length], embedder.Embed(Corpus[i % Corpus.Length])));
    }

    [Fact]
    public void The_language_is_part_of_the_id()
    {
        Assert.Equal("lexical-1", LexicalEmbedder.Hashed().Id);
        Assert.Equal("lexical-1-portuguese", LexicalEmbedder.Hashed(TextLanguage.Portuguese).Id);
        Assert.NotEqual(Fitted().Id, Fitted(new LexicalFitSettings { Language = TextLanguage.English }).Id);
        Assert.NotEqual(Fitted().Id, Fitted(new LexicalFitSettings { Sharpening = 0 }).Id);
        Assert.Matches("^lexical-1-[0-9a-f]{16}$", Fitted().Id);
    }

    [Fact]
    public void The_fit_does_not_depend_on_the_number_of_threads_and_tells_what_it_kept()
    {
        LexicalEmbedder one = LexicalEmbedder.FitTo(Corpus, new LexicalFitSettings(), new ParallelOptions { MaxDegreeOfParallelism = 1 });
        Assert.Equal(one.Id, Fitted().Id);
        LexicalFitReport fit = one.Fit!;
        Assert.Equal((8, 8, 8), (fit.Texts, fit.DecomposedTexts, fit.Directions));
        Assert.InRange(fit.Features, 20, 500);

        // With as many directions as texts nothing is lost.
        Assert.Equal(1, fit.VarianceKept, 1e-3);
    }

    [Fact]
    public void Of_a_large_corpus_a_part_is_decomposed_and_all_is_counted()
    {
        LexicalFitReport fit = Fitted(new LexicalFitSettings { DecomposedTexts = 4 }).Fit!;
        Assert.Equal((8, 4, 4), (fit.Texts, fit.DecomposedTexts, fit.Directions));
    }

    [Fact]
    public void The_fit_learns_the_language_of_texts_that_tell_none()
    {
        string[] texts = ["os gatos não são cães", "o gato e o cão", "a casa do gato", "gatos"];
        LexicalEmbedder embedder = LexicalEmbedder.FitTo(texts, new LexicalFitSettings { MaxGrams = 0 }, new ParallelOptions());
        Assert.Equal(1, Cosine(embedder.Embed("gatos"), embedder.Embed("gato")), 1e-5);
    }

    [Fact]
    public void A_fitted_embedder_comes_back_as_it_was_written()
    {
        LexicalEmbedder embedder = Fitted();
        LexicalEmbedder read = LexicalEmbedder.Load(new MemoryStream(Written(embedder)));
        Assert.Equal((embedder.Id, embedder.Fit), (read.Id, read.Fit));
        Assert.Equal(embedder.Embed("a new car"), read.Embed("a new car"));
        Assert.Throws<InvalidOperationException>(() => LexicalEmbedder.Hashed().Save(new MemoryStream()));
    }

    [Fact]
    public void Damage_is_refused_wherever_it_is()
    {
        byte[] written = Written(Fitted(new LexicalFitSettings { MaxGrams = 20 }));
        for (int at = 0; at < written.Length; at += 7)
        {
            byte[] damaged = (byte[])written.Clone();
            damaged[at] ^= 4;
            Assert.Throws<BinaryFormatException>(() => LexicalEmbedder.Load(new MemoryStream(damaged)));
            Assert.Throws<BinaryFormatException>(() => LexicalEmbedder.Load(new MemoryStream(written[..at])));
        }
    }

    [Theory]
    [InlineData("kind")]
    [InlineData("version")]
    [InlineData("language")]
    [InlineData("dimension")]
    [InlineData("twice")]
    [InlineData("weight")]
    [InlineData("directions")]
    [InlineData("not a number")]
    public void A_whole_file_of_what_cannot_be_is_refused(string fault)
    {
        MemoryStream file = new();
        BinaryFileWriter writer = new(file, fault == "kind" ? "other" : "lexical-embedder", fault == "version" ? 2 : 1);
        writer.Section<int>("shape", [fault == "language" ? 9 : -1, 1, 8, 8, fault == "dimension" ? 384 : 2]);
        writer.Section<double>("variance", [0.5]);
        writer.Section<ulong>("features", [1, fault == "twice" ? 1UL : 2]);
        writer.Section<float>("weights", [1, fault == "weight" ? 0 : 1]);
        writer.Section<Half>("directions", fault == "directions" ? new Half[3] : [(Half)1, (Half)0, (Half)0, fault == "not a number" ? Half.NaN : (Half)1]);
        writer.End();
        file.Position = 0;
        Assert.Throws<BinaryFormatException>(() => LexicalEmbedder.Load(file));
    }

    [Theory]
    [InlineData("one text alone")]
    [InlineData("nothing shared", "by these")]
    [InlineData]
    public void A_corpus_that_shares_nothing_cannot_be_fitted(params string[] texts) =>
        Assert.Throws<ArgumentException>(() => LexicalEmbedder.FitTo(texts, new LexicalFitSettings(), new ParallelOptions()));

    [Fact]
    public void Settings_out_of_range_are_named()
    {
        Refused("MaxWords", new LexicalFitSettings { MaxWords = 0 });
        Refused("MaxGrams", new LexicalFitSettings { MaxGrams = -1 });
        Refused("MinTexts", new LexicalFitSettings { MinTexts = 0 });
        Refused("DecomposedTexts", new LexicalFitSettings { DecomposedTexts = 1 });
        Refused("Directions", new LexicalFitSettings { Directions = 384 });
        Refused("Sharpening", new LexicalFitSettings { Sharpening = double.NaN });
        Refused("Language", new LexicalFitSettings { Language = (TextLanguage)7 });
        Assert.Throws<ArgumentOutOfRangeException>(() => LexicalEmbedder.Hashed((TextLanguage)7));
        Assert.Throws<ArgumentException>(() => LexicalEmbedder.Hashed().Embed("a", new float[383]));

        static void Refused(string name, LexicalFitSettings settings) => Assert.Contains(name, Assert.Throws<ArgumentException>(() => Fitted(settings)).Message);
    }

    [Fact]
    public void A_fit_can_be_stopped()
    {
        using CancellationTokenSource stopped = new();
        stopped.Cancel();
        Assert.Throws<OperationCanceledException>(() =>
            LexicalEmbedder.FitTo(Corpus, new LexicalFitSettings(), new ParallelOptions { CancellationToken = stopped.Token }));
    }

    private static byte[] Written(LexicalEmbedder embedder)
    {
        MemoryStream stream = new();
        embedder.Save(stream);
        return stream.ToArray();
    }

    private static double Cosine(float[] one, float[] other) => one.Zip(other, (x, y) => (double)x * y).Sum();
}
