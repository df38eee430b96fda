using System.Text.Json;
using System.Text.RegularExpressions;

namespace Perto.Testing;

/// <summary>A path into payload, <c>a.b[0]."c d"</c>, as Qdrant reads it: keys of letters, digits, <c>_</c> and <c>-</c>, others in quotes.</summary>
internal sealed partial class QdrantPath
{
    private readonly string[] _steps;

    private QdrantPath(string[] steps) => _steps = steps;

    /// <summary>Its first key.</summary>
    public string First => _steps[0];

    /// <summary>Whether it goes no deeper than its first key.</summary>
    public bool IsKey => _steps.Length == 1;

    public static QdrantPath Parse(string text)
    {
        Match whole = Form().Match(text);
        if (!whole.Success)
            throw QdrantRefusal.Format($"Invalid json path: '{text}'");
        return new QdrantPath([.. whole.Groups["step"].Captures.Select(step => step.Value.Trim('.') switch
        {
            ['"', .. var quoted, '"'] => quoted,
            var plain => plain,
        })]);
    }

    /// <summary>The values that stand there; those of a list one by one. None where there are none.</summary>
    public IEnumerable<JsonElement> Values(IReadOnlyDictionary<string, JsonElement> payload) =>
        payload.TryGetValue(First, out JsonElement value) ? Below(value, step: 1) : [];

    private IEnumerable<JsonElement> Below(JsonElement value, int step)
    {
        if (step == _steps.Length)
            return value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [value];
        string key = _steps[step];
        if (key.StartsWith('['))
        {
            if (value.ValueKind != JsonValueKind.Array)
                return [];
            return key == "[]"
                ? value.EnumerateArray().SelectMany(item => Below(item, step + 1))
                : value.EnumerateArray().Skip(int.Parse(key[1..^1])).Take(1).SelectMany(item => Below(item, step + 1));
        }
        return value.ValueKind == JsonValueKind.Object && value.TryGetProperty(key, out JsonElement inner) ? Below(inner, step + 1) : [];
    }

    [GeneratedRegex("""^(?<step>[\p{L}\p{N}_-]+|"[^"\\]*")(?<step>\.[\p{L}\p{N}_-]+|\."[^"\\]*"|\[\d*\])*$""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
