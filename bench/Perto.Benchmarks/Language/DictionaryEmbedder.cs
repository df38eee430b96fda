using System.Runtime.InteropServices;
using Perto.Language;
using Perto.Numerics;

namespace Perto.Benchmarks.Language;

/// <summary>The hashed embedder as one writes it down: a list of terms, substrings, and two dictionaries of strings.</summary>
internal static class DictionaryEmbedder
{
    private const ulong GramSalt = 0x9e3779b97f4a7c15;

    public static float[] Embed(string text)
    {
        List<string> terms = new Analyzer(new AnalyzerSettings { Language = LanguageDetector.Of(text) }).TermList(text);
        Dictionary<string, int> words = [], grams = [];
        foreach (string term in terms)
        {
            words[term] = words.GetValueOrDefault(term) + 1;
            string marked = $"\u0002{term}\u0003";
            for (int length = 3; length <= 5; length++)
            {
                for (int start = 0; start + length <= marked.Length; start++)
                {
                    string gram = marked.Substring(start, length);
                    grams[gram] = grams.GetValueOrDefault(gram) + 1;
                }
            }
        }
        float[] vector = new float[LexicalEmbedder.Dimension];
        Add(words, 0.7, 0, vector);
        Add(grams, 0.3, GramSalt, vector);
        double length2 = Math.Sqrt(vector.Sum(value => (double)value * value));
        return Array.ConvertAll(vector, value => (float)(value / length2));
    }

    private static void Add(Dictionary<string, int> counts, double share, ulong salt, float[] vector)
    {
        double squares = counts.Values.Sum(count => Math.Pow(Saturated(count), 2));
        foreach ((string feature, int count) in counts)
        {
            ulong id = StableHash.Of(MemoryMarshal.AsBytes(feature.AsSpan())) ^ salt;
            float weight = (float)(Saturated(count) * Math.Sqrt(share / squares));
            for (int i = 0; i < 4; i++)
            {
                uint part = (ushort)(id >> (16 * i));
                vector[(int)((part >> 1) * (LexicalEmbedder.Dimension - 1) >> 15)] += part % 2 == 0 ? weight : -weight;
            }
        }
    }

    private static double Saturated(int count) => count * 4.0 / (count + 3);
}
