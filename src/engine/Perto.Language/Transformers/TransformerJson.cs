using System.Text.Json;

namespace Perto.Language;

/// <summary>The JSON files of a model's folder.</summary>
internal static class TransformerJson
{
    /// <summary>Parses a file.</summary>
    /// <exception cref="InvalidDataException">It is no JSON.</exception>
    public static JsonDocument Parse(string file, ReadOnlyMemory<byte> json, JsonDocumentOptions options = default)
    {
        try
        {
            return JsonDocument.Parse(json, options);
        }
        // The second, where a key that is compared holds half of a surrogate pair.
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"{file} must be JSON: {fault.Message}", fault);
        }
    }

    /// <summary>Whether a name stays in its folder: letters, digits, <c>.</c>, <c>_</c> and <c>-</c>, not beginning with a dot.</summary>
    public static bool IsPlainName(string name) =>
        name.Length > 0 && name[0] != '.' && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
}
