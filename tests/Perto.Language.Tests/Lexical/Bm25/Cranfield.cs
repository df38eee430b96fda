using System.Text.RegularExpressions;

namespace Perto.Language.Tests;

/// <summary>The Cranfield collection: 1,400 abstracts, 225 questions, and which abstracts answer them.</summary>
internal sealed partial class Cranfield
{
    private Cranfield(string[] texts, string[] queries, Dictionary<int, int>[] relevant)
    {
        Texts = texts;
        Queries = queries;
        Relevant = relevant;
    }

    /// <summary>Title and text of each abstract, as documents with both are indexed; the text begins with the title once more.</summary>
    public string[] Texts { get; }

    public string[] Queries { get; }

    /// <summary>For each query the texts that answer it and how well.</summary>
    public Dictionary<int, int>[] Relevant { get; }

    public static Cranfield Read(string folder)
    {
        string[] texts =
        [
            .. Document().Matches(File.ReadAllText(Path.Combine(folder, "documents.xml")))
                .Select(match => $"{match.Groups["title"].Value}\n{match.Groups["text"].Value}"),
        ];
        string[] queries = [.. Query().Matches(File.ReadAllText(Path.Combine(folder, "queries.xml"))).Select(match => match.Groups["text"].Value)];
        Dictionary<int, int>[] relevant = [.. queries.Select(_ => new Dictionary<int, int>())];
        foreach (string line in File.ReadLines(Path.Combine(folder, "qrels.txt")))
        {
            // The judgements number the queries from 1 in the order of the file.
            string[] parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length == 4 && int.Parse(parts[3]) > 0)
                relevant[int.Parse(parts[0]) - 1][int.Parse(parts[2]) - 1] = int.Parse(parts[3]);
        }
        return new Cranfield(texts, queries, relevant);
    }

    [GeneratedRegex("<title>(?<title>.*?)</title>.*?<text>(?<text>.*?)</text>", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Document();

    [GeneratedRegex("<title>(?<text>.*?)</title>", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Query();
}
