using System.Text.Json;

namespace Perto.Platform;

/// <summary>Writes lists of texts.</summary>
internal static class JsonTexts
{
    /// <summary>Writes a property that is a list of texts.</summary>
    public static void WriteStrings(this Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
