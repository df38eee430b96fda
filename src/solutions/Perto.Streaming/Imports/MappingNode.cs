using System.Text.Json;
using Perto.Platform;

namespace Perto.Streaming;

/// <summary>A value of a mapping with its path, so that each error can name it.</summary>
internal sealed class MappingNode(string path, JsonElement value)
{
    /// <summary>What breaks a rule, as an error with the path and the value.</summary>
    public InvalidValueException Broken(string rule)
    {
        string given = value.GetRawText();
        string shown = given.Length > 80 ? given[..80] + "..." : given;
        return new InvalidValueException(path, shown, rule, $"{path} {rule}; got {shown}");
    }

    public void AllowOnly(params IReadOnlyList<string> fields)
    {
        foreach ((string name, MappingNode node) in Fields())
        {
            if (!fields.Contains(name))
                throw node.Broken($"is not known; there are {string.Join(", ", fields)}");
        }
    }

    public IEnumerable<(string Name, MappingNode Node)> Fields()
    {
        if (value.ValueKind != JsonValueKind.Object)
            throw Broken("must be an object");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (JsonProperty property in value.EnumerateObject())
        {
            var node = new MappingNode($"{path}.{property.Name}", property.Value);
            yield return seen.Add(property.Name) ? (property.Name, node) : throw node.Broken("stands twice");
        }
    }

    public MappingNode Required(string field) => Optional(field) ?? throw Broken($"must have '{field}'");

    public MappingNode? Optional(string field) =>
        value.ValueKind != JsonValueKind.Object ? throw Broken("must be an object")
        : value.TryGetProperty(field, out JsonElement found) ? new MappingNode($"{path}.{field}", found)
        : null;

    public IReadOnlyList<MappingNode> Items(int fewest, int most)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() < fewest || value.GetArrayLength() > most)
            throw Broken($"must be a list of {fewest} to {most}");
        return [.. value.EnumerateArray().Select((item, index) => new MappingNode($"{path}[{index}]", item))];
    }

    public string Text(int most)
    {
        if (value.ValueKind != JsonValueKind.String || value.GetString() is not { Length: > 0 } text || text.Length > most)
            throw Broken($"must be a text of 1 to {most} characters");
        return text;
    }

    public string Choice(IReadOnlyList<string> choices) =>
        value.ValueKind == JsonValueKind.String && choices.Contains(value.GetString()!)
            ? value.GetString()!
            : throw Broken($"must be one of {string.Join(", ", choices)}");

    public bool Flag() => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Broken("must be true or false");

    public double Number() => value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number)
        ? number
        : throw Broken("must be a number");

    /// <summary>A text, a number or a truth value, as it would stand in a file.</summary>
    public string Constant() => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => throw Broken("must be a text, a number, true or false"),
    };

    public bool IsText => value.ValueKind == JsonValueKind.String;
}
