using System.Text;
using Perto.Numerics;

namespace Perto.Benchmarks.Language;

/// <summary>Texts of made words, drawn by rank with probability 1 / rank, between the small words of English.</summary>
internal static class SyllableTexts
{
    private const int Vocabulary = 20_000;

    private static readonly string[] Small = ["the", "of", "and", "to", "in", "a", "is", "that", "for", "with"];
    private static readonly string[] Syllables = ["ba", "con", "der", "es", "fil", "gra", "hon", "ing", "jo", "kal", "lem", "mor", "nat", "ous", "pre", "qui", "ret", "sion", "tur", "ver"];

    public static string[] Of(SeededRandom random, int count, int words)
    {
        string[] vocabulary = [.. Enumerable.Range(0, Vocabulary).Select(_ => string.Concat(Enumerable.Range(0, 2 + random.Next(3)).Select(_ => Syllables[random.Next(Syllables.Length)])))];
        string[] texts = new string[count];
        for (int text = 0; text < count; text++)
        {
            StringBuilder built = new();
            for (int word = 0; word < words; word++)
            {
                // The inverse of the cumulative 1 / rank, close enough.
                int rank = (int)Math.Pow(Vocabulary, random.NextDouble()) - 1;
                built.Append(random.Next(5) < 2 ? Small[random.Next(Small.Length)] : vocabulary[rank]).Append(word % 12 == 11 ? ". " : " ");
            }
            texts[text] = built.ToString();
        }
        return texts;
    }
}
