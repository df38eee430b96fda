using System.Text;

namespace Perto.Recommendations;

/// <summary>SMART's layout: <c>.I id</c>, then fields that begin with a line of a point and a letter; <c>.T</c> is the title, <c>.W</c> the text.</summary>
internal static class SmartTexts
{
    /// <summary>Reads the records from the line that <paramref name="lines"/> stands on.</summary>
    public static IEnumerable<(JudgedText Text, long Line)> Read(NumberedLines lines, string file)
    {
        while (lines.Current is not null)
        {
            long begin = lines.Number;
            string id = lines.Current[2..].Trim();
            if (id.Length == 0)
                throw new DataFileException(file, begin, ".I", lines.Current, "followed by an id");
            StringBuilder title = new(), text = new();
            StringBuilder? field = null;
            while (lines.MoveNext() && !lines.Current!.StartsWith(".I", StringComparison.Ordinal))
            {
                string line = lines.Current;
                if (line.TrimEnd() is ['.', >= 'A' and <= 'Z' and var letter])
                    field = letter == 'T' ? title : letter == 'W' ? text : null;
                else
                    field?.Append(line).Append('\n');
            }
            yield return (new JudgedText(id, JudgedTextReader.Joined($"{title}".Trim(), $"{text}".Trim())), begin);
        }
    }
}
