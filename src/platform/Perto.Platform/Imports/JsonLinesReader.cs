using System.Text;
using System.Text.Json;

namespace Perto.Platform;

/// <summary>Reads a JSON object from each line; empty lines do not count.</summary>
public static class JsonLinesReader
{
    private const string Rule = "a JSON object";

    /// <summary>The rows of <paramref name="content"/>, which is closed at the end.</summary>
    public static IEnumerable<ImportRow> Read(ImportFile file, Stream content)
    {
        using var reader = new StreamReader(content, Encoding.UTF8);
        long number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
                yield return Parse(file.Name, number, line);
        }
    }

    private static ImportRow Parse(string file, long number, string line)
    {
        if (TextLines.IsDamaged(line))
            return new ImportRow(file, number, line, TextLines.Rule);
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new ImportRow(file, number, new JsonFields(document.RootElement.Clone()))
                : new ImportRow(file, number, line, Rule);
        }
        catch (JsonException)
        {
            return new ImportRow(file, number, line, Rule);
        }
    }
}
