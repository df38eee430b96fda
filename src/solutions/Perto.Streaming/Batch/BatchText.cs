using System.Globalization;
using System.Text;
using System.Text.Json;
using Perto.Platform;

namespace Perto.Streaming;

/// <summary>Pages of a batch as the lines of a file.</summary>
internal static class BatchText
{
    private const string CsvHeader = "user,row,rank,title,score,propensity,reason\n";

    /// <summary>What a file begins with.</summary>
    public static byte[] Header(BatchFormat format) => format == BatchFormat.Csv ? Encoding.UTF8.GetBytes(CsvHeader) : [];

    /// <summary>The lines of a page, each with its end.</summary>
    public static byte[] Of(BatchedPage page, BatchFormat format)
    {
        if (format == BatchFormat.Jsonl)
            return Encoding.UTF8.GetBytes(JsonSerializer.Serialize(page, PertoJson.Options) + "\n");
        var text = new StringBuilder();
        foreach (BatchedTitle title in page.Titles ?? [])
            AppendLine(text, page.User, "", title, title.Propensity);
        foreach (BatchedRow row in page.Rows ?? [])
        {
            foreach (BatchedTitle title in row.Titles)
                AppendLine(text, page.User, row.Name, title, title.Propensity is null && row.Propensity is null ? null : (title.Propensity ?? 1) * (row.Propensity ?? 1));
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void AppendLine(StringBuilder text, string user, string row, BatchedTitle title, double? propensity) => text
        .Append(Field(user)).Append(',')
        .Append(Field(row)).Append(',')
        .Append(title.Rank.ToString(CultureInfo.InvariantCulture)).Append(',')
        .Append(Field(title.Id)).Append(',')
        .Append(title.Score.ToString(CultureInfo.InvariantCulture)).Append(',')
        .Append(propensity?.ToString(CultureInfo.InvariantCulture)).Append(',')
        .Append(Field(title.Reason)).Append('\n');

    // RFC 4180.
    private static string Field(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
