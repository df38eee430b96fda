using System.Globalization;

namespace Perto.Recommendations;

/// <summary>
/// Reads judgements: <c>query document grade</c> (BEIR, with or without a line of headings) or <c>query iteration document grade</c> (TREC), separated by
/// tabs or blanks.
/// </summary>
public static class JudgementReader
{
    private static readonly string[] Headings = ["query-id", "corpus-id", "score"];

    /// <summary>Reads all.</summary>
    /// <param name="reader">The file's text.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <exception cref="DataFileException">A line has another number of columns, or its grade is no number.</exception>
    public static IReadOnlyList<Judgement> Read(TextReader reader, string file)
    {
        ArgumentNullException.ThrowIfNull(reader);
        List<Judgement> judgements = [];
        long line = 0;
        while (reader.ReadLine() is { } text)
        {
            line++;
            string[] columns = text.Split(text.Contains('\t', StringComparison.Ordinal) ? '\t' : ' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (columns.Length == 0)
                continue;
            if (columns.Length is not (3 or 4))
                throw new DataFileException(file, line, "line", text, "query document grade, or query iteration document grade");
            if (!double.TryParse(columns[^1], NumberStyles.Float, CultureInfo.InvariantCulture, out double grade))
            {
                if (line == 1 && columns.SequenceEqual(Headings))
                    continue;
                throw new DataFileException(file, line, "grade", columns[^1], "a number");
            }
            if (!(Math.Abs(grade) <= 1e6))
                throw new DataFileException(file, line, "grade", columns[^1], "at most 1000000 in magnitude");
            judgements.Add(new Judgement(columns[0], columns[^2], grade, line));
        }
        return judgements.Count > 0 ? judgements : throw new DataFileException(file, Math.Max(1, line), "file", "nothing", "one judgement and more");
    }
}
