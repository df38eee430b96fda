using System.Text.Json;

namespace Perto.Recommendations;

/// <summary>
/// Reads documents or queries in the layout that the file has: JSON lines with <c>_id</c>, <c>title</c> and <c>text</c> (BEIR), TREC's tags
/// (<c>doc</c> with <c>docno</c>, <c>title</c>, <c>text</c>; <c>top</c> with <c>num</c>, <c>title</c>), or SMART's (<c>.I .T .A .B .W</c>), as Cranfield is kept.
/// </summary>
public static class JudgedTextReader
{
    /// <summary>Reads all.</summary>
    /// <param name="reader">The file's text.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <exception cref="DataFileException">It has another layout, an id is missing or stands twice, or there is nothing in it.</exception>
    public static IReadOnlyList<JudgedText> Read(TextReader reader, string file)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var lines = new NumberedLines(reader);
        while (lines.MoveNext() && string.IsNullOrWhiteSpace(lines.Current))
        {
            // What is before the first record.
        }
        IEnumerable<(JudgedText Text, long Line)> records = lines.Current?.TrimStart() switch
        {
            ['{', ..] => JsonLines(lines, file),
            ['<', ..] => TaggedTexts.Read(lines, file),
            ['.', 'I', ..] => SmartTexts.Read(lines, file),
            null => throw new DataFileException(file, 1, "file", "nothing", "one record and more"),
            var other => throw new DataFileException(file, lines.Number, "line", Shortened(other), "a JSON object, a TREC tag or .I"),
        };
        List<JudgedText> texts = [];
        HashSet<string> ids = new(StringComparer.Ordinal);
        foreach ((JudgedText text, long line) in records)
        {
            if (!ids.Add(text.Id))
                throw new DataFileException(file, line, "id", text.Id, "given once");
            texts.Add(text);
        }
        return texts.Count > 0 ? texts : throw new DataFileException(file, lines.Number, "file", "no record", "one record and more");
    }

    /// <summary>Title and text as one.</summary>
    internal static string Joined(string title, string text) => title.Length == 0 ? text : text.Length == 0 ? title : $"{title}\n{text}";

    private static string Shortened(string text) => text.Length <= 40 ? text : text[..40];

    private static IEnumerable<(JudgedText Text, long Line)> JsonLines(NumberedLines lines, string file)
    {
        do
        {
            if (!string.IsNullOrWhiteSpace(lines.Current))
                yield return (JsonLine(lines.Current!, file, lines.Number), lines.Number);
        }
        while (lines.MoveNext());
    }

    private static JudgedText JsonLine(string text, string file, long line)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(text);
            string id = Member(json.RootElement, "_id") ?? throw new DataFileException(file, line, "_id", "nothing", "a text");
            string body = Member(json.RootElement, "text") ?? throw new DataFileException(file, line, "text", "nothing", "a text");
            return new JudgedText(id, Joined(Member(json.RootElement, "title") ?? "", body));
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            throw new DataFileException(file, line, "line", Shortened(text), "a JSON object with texts as _id and text");
        }
    }

    private static string? Member(JsonElement json, string name) => json.TryGetProperty(name, out JsonElement member) ? member.GetString() : null;
}
