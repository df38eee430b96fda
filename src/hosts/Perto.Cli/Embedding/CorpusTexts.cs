using System.Text.Json;
using Perto.Recommendations;

namespace Perto.Cli;

/// <summary>The texts of a corpus: a line each, or the <c>title</c> and <c>text</c> of a JSON object on each line of a <c>.jsonl</c>; what else it has is passed over.</summary>
internal static class CorpusTexts
{
    /// <exception cref="DataFileException">A line is no such object.</exception>
    public static async Task<List<string>> ReadAsync(FileInfo file, CancellationToken cancellationToken)
    {
        bool json = file.Extension.Equals(".jsonl", StringComparison.OrdinalIgnoreCase);
        List<string> texts = [];
        long number = 0;
        await foreach (string line in File.ReadLinesAsync(file.FullName, cancellationToken))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
                texts.Add(json ? TextOf(line, file.Name, number) : line);
        }
        return texts;
    }

    private static string TextOf(string line, string file, long number)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            string? text = document.RootElement.GetProperty("text").GetString();
            string? title = document.RootElement.TryGetProperty("title", out JsonElement given) ? given.GetString() : null;
            return string.IsNullOrEmpty(title) ? text ?? "" : $"{title}\n{text}";
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new DataFileException(file, number, "line", line.Length <= 40 ? line : line[..40], "a JSON object with a text as 'text'");
        }
    }
}
