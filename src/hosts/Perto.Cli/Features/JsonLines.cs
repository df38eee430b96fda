using System.Runtime.CompilerServices;
using System.Text.Json;
using Perto.Platform;

namespace Perto.Cli;

/// <summary>Files with a JSON object on each line.</summary>
internal static class JsonLines
{
    /// <summary>Reads the lines of a file; empty ones are passed over.</summary>
    /// <exception cref="InvalidValueException">A line is none of what it should be; the field is file and line.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async IAsyncEnumerable<(T Item, long Line)> ReadAsync<T>(
        FileInfo file, long after = 0, string documentation = "docs/features.md", [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        long line = 0;
        await foreach (string text in File.ReadLinesAsync(file.FullName, cancellationToken))
        {
            if (++line <= after || string.IsNullOrWhiteSpace(text))
                continue;
            yield return (Parse<T>(text, $"{file.Name}:{line}", documentation), line);
        }
    }

    /// <summary>Reads one object.</summary>
    /// <param name="text">Its JSON.</param>
    /// <param name="place">Where it stands, for messages.</param>
    /// <param name="documentation">The page that shows what it should be.</param>
    /// <exception cref="InvalidValueException">The text is none.</exception>
    public static T Parse<T>(string text, string place, string documentation = "docs/features.md")
    {
        try
        {
            return JsonSerializer.Deserialize<T>(text, Strict) ?? throw new JsonException("null");
        }
        catch (JsonException wrong)
        {
            throw new InvalidValueException(place, given: null, $"JSON as {documentation} shows it", $"{place} cannot be read: {wrong.Message}");
        }
    }

    // As the server: what is not known would be lost in silence.
    private static JsonSerializerOptions Strict { get; } =
        new(PertoJson.Options) { UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };
}
