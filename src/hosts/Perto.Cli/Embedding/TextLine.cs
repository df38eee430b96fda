using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Perto.Platform;

namespace Perto.Cli;

/// <summary>A text of a file.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record TextLine
{
    /// <summary>What the file calls it, or the number of its line.</summary>
    public string? Id { get; init; }

    /// <summary>The text.</summary>
    public required string Text { get; init; }

    /// <summary>The texts of a file, or of standard input where there is none. Lines that are empty are passed over.</summary>
    /// <exception cref="InvalidValueException">A line is no JSON object with a text; the field is file and line.</exception>
    public static async IAsyncEnumerable<TextLine> ReadAsync(FileInfo? file, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        bool json = file?.Extension is ".jsonl" or ".ndjson";
        using TextReader reader = file is null ? Console.In : file.OpenText();
        long number = 0;
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            string id = number.ToString(CultureInfo.InvariantCulture);
            yield return json ? Parse(line, id, $"{file!.Name}:{number}") : new TextLine { Id = id, Text = line };
        }
    }

    private static TextLine Parse(string line, string id, string place)
    {
        try
        {
            TextLine read = JsonSerializer.Deserialize<TextLine>(line, PertoJson.Options) ?? throw new JsonException("it is null");
            return read with { Id = read.Id ?? id };
        }
        catch (JsonException wrong)
        {
            throw new InvalidValueException(place, given: null, "a JSON object with 'text'", $"{place} must be a JSON object with 'text' (and 'id'): {wrong.Message}");
        }
    }
}
