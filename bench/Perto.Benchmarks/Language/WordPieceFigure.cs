using System.Diagnostics;
using System.Globalization;
using System.Text;
using Perto.Benchmarks.Figures;
using Perto.Language;
using Perto.Numerics;

namespace Perto.Benchmarks.Language;

/// <summary>How fast texts are cut into the tokens of BERT.</summary>
internal sealed class WordPieceFigure : IFigure
{
    private const long Seed = 42;
    private const int MadeWords = 20_000;

    public string Name => "tokenizer.wordpiece";

    public string Description =>
        "WordPiece over UTF-8 text, MB a second on one thread, against the steps of BERT's tokenization.py on strings; --megabytes 4 --rounds 5";

    public FigureResult Measure(FigureOptions options)
    {
        int megabytes = options.Integer("megabytes", 4, 1, 1_000);
        int rounds = options.Integer("rounds", 5, 1, 100);
        options.RefuseOthers();
        (TokenVocabulary vocabulary, string source) = Vocabulary();
        var random = new SeededRandom(Seed);
        List<string> texts = Texts(vocabulary, megabytes * 1_000_000L, random);
        double size = texts.Sum(text => (double)Encoding.UTF8.GetByteCount(text)) / 1e6;
        var tokenizer = new WordPieceTokenizer(vocabulary);
        var obvious = new ObviousWordPiece(vocabulary);
        Compare(tokenizer, obvious, texts);

        var ids = new int[4096];
        var ranges = new TextRange[4096];
        double ours = double.PositiveInfinity, withRanges = double.PositiveInfinity, slow = double.PositiveInfinity;
        long tokens = 0;
        for (int round = 0; round < rounds; round++)
        {
            ours = Math.Min(ours, Seconds(() => tokens = texts.Sum(text => (long)tokenizer.Encode(text, ids))));
            withRanges = Math.Min(withRanges, Seconds(() => tokens = texts.Sum(text => (long)tokenizer.Encode(text, ids, ranges))));
            slow = Math.Min(slow, Seconds(() => tokens = texts.Sum(text => (long)obvious.Encode(text).Count)));
        }

        return new FigureResult(
            size / ours,
            "MB/s",
            size / slow,
            slow / ours,
            new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["vocabulary"] = source,
                ["vocabulary_tokens"] = vocabulary.Count,
                ["texts"] = texts.Count,
                ["megabytes"] = Math.Round(size, 1),
                ["tokens"] = tokens,
                ["threads"] = 1,
                ["seed"] = Seed,
                ["best_of_rounds"] = rounds,
                ["baseline"] = "the steps of BERT's tokenization.py on strings, pieces found by substrings in a dictionary",
                ["tokens_per_second"] = tokens / ours,
                ["mb_per_second_with_places"] = size / withRanges,
            });
    }

    private static void Compare(WordPieceTokenizer tokenizer, ObviousWordPiece obvious, List<string> texts)
    {
        var ids = new int[4096];
        foreach (string text in texts.Take(1000))
        {
            int count = tokenizer.Encode(text, ids);
            if (!obvious.Encode(text).SequenceEqual(ids[..count]))
                throw new InvalidOperationException($"The two versions give different tokens for '{text}'.");
        }
    }

    private static double Seconds(Action work)
    {
        long started = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static (TokenVocabulary Vocabulary, string Source) Vocabulary()
    {
        if (Environment.GetEnvironmentVariable("PERTO_TEST_DATA") is { Length: > 0 } data
            && Path.Combine(data, "bert-vocab", "vocab.txt") is var file && File.Exists(file))
        {
            using FileStream lines = File.OpenRead(file);
            return (TokenVocabulary.ReadLines(lines), "bert-base-uncased");
        }

        return (MadeVocabulary(), "made");
    }

    // Letters, beginnings and endings of syllables, and frequent words of them.
    private static TokenVocabulary MadeVocabulary()
    {
        var random = new SeededRandom(Seed);
        const string Consonants = "bcdfghjklmnprstvwz", Vowels = "aeiou";
        var tokens = new List<string> { "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]" };
        for (char letter = '!'; letter <= '~'; letter++)
            tokens.AddRange([letter.ToString(), $"##{letter}"]);
        string[] syllables = [.. Consonants.SelectMany(consonant => Vowels.Select(vowel => $"{consonant}{vowel}"))];
        tokens.AddRange(syllables.SelectMany(syllable => (string[])[syllable, $"##{syllable}"]));
        for (int i = 0; i < MadeWords; i++)
            tokens.Add(string.Concat(Enumerable.Range(0, 2 + random.Next(3)).Select(_ => syllables[random.Next(syllables.Length)])));
        return new TokenVocabulary(tokens.Distinct(StringComparer.Ordinal).Select((token, id) => KeyValuePair.Create(token, id)));
    }

    // Messages of 8 to 60 words: known ones by rank, one in ten put together of two, some with capitals, accents and punctuation.
    private static List<string> Texts(TokenVocabulary vocabulary, long bytes, SeededRandom random)
    {
        string[] words = [.. vocabulary.Ids.Keys.Where(token => token.Length > 1 && token.All(char.IsAsciiLetterLower)).Order(StringComparer.Ordinal)];
        var texts = new List<string>();
        var text = new StringBuilder();
        for (long written = 0; written < bytes; written += text.Length)
        {
            text.Clear();
            for (int i = 8 + random.Next(53); i > 0; i--)
            {
                string word = Draw();
                if (random.Next(10) == 0)
                    word += Draw();
                if (random.Next(12) == 0)
                    word = word.ToUpper(CultureInfo.InvariantCulture);
                if (random.Next(12) == 0)
                    word = word.Replace('a', 'ã').Replace('e', 'é').Replace('c', 'ç');
                text.Append(word).Append(random.Next(8) switch { 0 => ", ", 1 => ". ", _ => " " });
            }

            texts.Add(text.ToString());
        }

        return texts;

        // Frequent words are drawn far more often.
        string Draw() => words[(int)Math.Min(words.Length - 1, Math.Exp(random.NextDouble() * Math.Log(words.Length)))];
    }
}
