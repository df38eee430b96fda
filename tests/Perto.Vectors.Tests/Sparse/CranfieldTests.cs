using System.Text.RegularExpressions;
using Perto.Testing;

namespace Perto.Vectors.Tests;

/// <summary>1,400 abstracts on aerodynamics, 225 questions, and judgements of which abstracts answer them.</summary>
public sealed partial class CranfieldTests
{
    [Fact]
    public void Bm25_without_stemming_ranks_as_well_as_is_known_of_it()
    {
        string folder = TestData.Folder("cranfield");
        (int Id, string Text)[] texts = Read(Path.Combine(folder, "documents.xml"), "doc", "docno", "text");
        (int Id, string Text)[] questions = Read(Path.Combine(folder, "queries.xml"), "top", "num", "title");
        // A line is a question (by its place), an iteration that means nothing, an abstract, and 1 if it answers.
        ILookup<int, int> answers = File.ReadLines(Path.Combine(folder, "qrels.txt"))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields[3] is not "0")
            .ToLookup(fields => int.Parse(fields[0]), fields => int.Parse(fields[2]));

        Dictionary<string, uint> words = [];
        SparseField field = new([.. texts.Select(text => Vector(text.Text, words))], SparseScoring.Bm25, cuts: [700]);
        double sum = 0;
        int asked = 0;
        for (int q = 0; q < questions.Length; q++)
        {
            int[] relevant = [.. answers[q + 1]];
            if (relevant.Length == 0)
                continue;
            (uint[] dimensions, float[] weights) = Vector(questions[q].Text, words);
            (float, int Row)[] hits = field.Search(dimensions, weights, k: 10);
            Assert.Equal(field.SlowSearch(dimensions, weights, k: 10), hits);
            sum += Ndcg([.. hits.Select(hit => texts[hit.Row].Id)], relevant);
            asked++;
        }

        Assert.Equal((1_400, 225), (texts.Length, asked));
        Assert.InRange(sum / asked, 0.345, 1);
    }

    private static double Ndcg(int[] found, int[] relevant)
    {
        double gain = found.Index().Where(hit => relevant.Contains(hit.Item)).Sum(hit => 1 / Math.Log2(hit.Index + 2));
        double ideal = Enumerable.Range(0, Math.Min(10, relevant.Length)).Sum(place => 1 / Math.Log2(place + 2));
        return gain / ideal;
    }

    private static (uint[] Dimensions, float[] Values) Vector(string text, Dictionary<string, uint> words)
    {
        SortedDictionary<uint, float> frequencies = [];
        foreach (Match match in Word().Matches(text))
        {
            string word = match.Value.ToLowerInvariant();
            if (!words.TryGetValue(word, out uint dimension))
                words[word] = dimension = (uint)words.Count * 0x9E3779B1u;
            frequencies[dimension] = frequencies.GetValueOrDefault(dimension) + 1;
        }
        return ([.. frequencies.Keys], [.. frequencies.Values]);
    }

    // The files are not sound XML: they are read by their tags.
    private static (int Id, string Text)[] Read(string file, string element, string id, string part) =>
    [
        .. Regex.Matches(File.ReadAllText(file), $"<{element}>(.*?)</{element}>", RegexOptions.Singleline, TimeSpan.FromMinutes(1))
            .Select(match => (
                int.Parse(Inside(match.Value, id)),
                Inside(match.Value, part))),
    ];

    private static string Inside(string text, string tag)
    {
        int start = text.IndexOf($"<{tag}>", StringComparison.Ordinal) + tag.Length + 2;
        return text[start..text.IndexOf($"</{tag}>", start, StringComparison.Ordinal)];
    }

    [GeneratedRegex("[A-Za-z0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Word();
}
