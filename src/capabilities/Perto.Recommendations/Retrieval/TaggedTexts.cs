using System.Net;
using System.Text;

namespace Perto.Recommendations;

/// <summary>TREC's layout, which looks like XML and is none: there is no root, and fields of old files have no end.</summary>
internal static class TaggedTexts
{
    /// <summary>Reads the records from the line that <paramref name="lines"/> stands on.</summary>
    public static IEnumerable<(JudgedText Text, long Line)> Read(NumberedLines lines, string file)
    {
        StringBuilder? record = null;
        long begin = 0;
        do
        {
            string line = lines.Current!;
            if (IsTag(line, "<doc>") || IsTag(line, "<top>"))
            {
                if (record is not null)
                    throw new DataFileException(file, begin, "record", "its beginning", "followed by its end before the next begins");
                (record, begin) = (new StringBuilder(), lines.Number);
            }
            else if (record is not null && (IsTag(line, "</doc>") || IsTag(line, "</top>")))
            {
                yield return (Of($"{record}", file, begin), begin);
                record = null;
            }
            else
            {
                record?.Append(line).Append('\n');
            }
        }
        while (lines.MoveNext());
        if (record is not null)
            throw new DataFileException(file, begin, "record", "its beginning", "followed by its end");
    }

    private static bool IsTag(string line, string tag) => line.Trim().Equals(tag, StringComparison.OrdinalIgnoreCase);

    private static JudgedText Of(string record, string file, long line)
    {
        string id = Field(record, "docno") ?? Field(record, "num") ?? "";
        if (id.StartsWith("Number:", StringComparison.OrdinalIgnoreCase))
            id = id["Number:".Length..].Trim();
        return id.Length > 0
            ? new JudgedText(id, JudgedTextReader.Joined(Field(record, "title") ?? "", Field(record, "text") ?? ""))
            : throw new DataFileException(file, line, "docno or num", "nothing", "an id");
    }

    // Up to its own end, or, where it has none, to the next line that begins with a tag.
    private static string? Field(string record, string name)
    {
        string tag = $"<{name}>";
        int start = record.IndexOf(tag, StringComparison.OrdinalIgnoreCase);
        if (start < 0)
            return null;
        start += tag.Length;
        int end = record.IndexOf($"</{name}>", start, StringComparison.OrdinalIgnoreCase);
        if (end < 0)
            end = record.IndexOf("\n<", start, StringComparison.Ordinal);
        return WebUtility.HtmlDecode(record[start..(end < 0 ? record.Length : end)]).Trim();
    }
}
