using System.Text.Json;

namespace Perto.Platform;

/// <summary>An object of a JSON Lines file.</summary>
internal sealed class JsonFields(JsonElement row) : RowFields
{
    public override string? Text(string field) => row.TryGetProperty(field, out JsonElement value) ? Text(value) : null;

    public override IReadOnlyList<string> List(string field, char separator) =>
        row.TryGetProperty(field, out JsonElement value) && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(Text).OfType<string>()]
            : base.List(field, separator);

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString() is { Length: > 0 } text ? text : null,
        _ => value.GetRawText(),
    };
}
