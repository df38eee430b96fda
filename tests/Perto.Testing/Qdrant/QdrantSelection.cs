using System.Text.Json;

namespace Perto.Testing;

/// <summary>What an answer shall hold of payload or vectors: <c>true</c>, <c>false</c>, a list, or an object with <c>include</c> or <c>exclude</c>.</summary>
internal sealed class QdrantSelection
{
    private readonly HashSet<string>? _included;
    private readonly HashSet<string> _excluded = [];

    private QdrantSelection(JsonElement json, bool byDefault)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Undefined or JsonValueKind.Null:
                IsNothing = !byDefault;
                break;
            case JsonValueKind.True or JsonValueKind.False:
                IsNothing = json.ValueKind == JsonValueKind.False;
                break;
            case JsonValueKind.Array:
                _included = Keys(json);
                break;
            case JsonValueKind.Object when json.TryGetProperty("include", out JsonElement include):
                _included = Keys(include);
                break;
            case JsonValueKind.Object when json.TryGetProperty("exclude", out JsonElement exclude):
                _excluded = Keys(exclude);
                break;
            default:
                throw QdrantRefusal.Format("data did not match any variant of untagged enum WithPayloadInterface");
        }
    }

    public bool IsNothing { get; }

    public static QdrantSelection Of(JsonElement body, string member, bool byDefault) =>
        new(body.TryGetProperty(member, out JsonElement json) ? json : default, byDefault);

    public bool Takes(string key) => _included?.Contains(key) ?? !_excluded.Contains(key);

    private static HashSet<string> Keys(JsonElement list) => [.. list.EnumerateArray().Select(path => QdrantPath.Parse(path.GetString()!).First)];
}
