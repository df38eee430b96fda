using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Perto.Server.Tests;

/// <summary>Holds JSON against the schemas of a document, as far as the document uses them.</summary>
internal sealed partial class JsonSchemas(JsonObject document)
{
    /// <summary>The schema that a reference leads to.</summary>
    public JsonObject Resolve(JsonNode schema) => (string?)schema["$ref"] is { } reference
        ? Resolve(document["components"]!["schemas"]![reference[(reference.LastIndexOf('/') + 1)..]]!)
        : schema.AsObject();

    /// <summary>What of a value breaks its schema; empty when it fits.</summary>
    public IReadOnlyList<string> Check(JsonNode schema, JsonNode? value, string path = "$")
    {
        JsonObject rules = Resolve(schema);
        if (rules["oneOf"] is JsonArray choices)
        {
            return choices.Any(choice => Check(choice!, value, path).Count == 0)
                ? []
                : [$"{path} fits none of its forms: {value?.ToJsonString() ?? "null"}"];
        }

        if (rules["enum"] is JsonArray values)
            return values.Any(one => JsonNode.DeepEquals(one, value)) ? [] : [$"{path} is none of {values.ToJsonString()}: {value?.ToJsonString()}"];
        string kind = Kind(value);
        if (Types(rules) is { Count: > 0 } types && !types.Contains(kind) && !(kind == "integer" && types.Contains("number")))
            return [$"{path} is {kind} and must be {string.Join(" or ", types)}"];
        return value switch
        {
            JsonObject fields => [.. Fields(rules, fields, path)],
            JsonArray items => [.. Items(rules, items, path)],
            JsonValue single => [.. Single(rules, single, kind, path)],
            _ => [],
        };
    }

    public static IReadOnlyList<string> Types(JsonNode schema) => schema["type"] switch
    {
        JsonArray several => [.. several.Select(type => (string)type!)],
        JsonValue one => [(string)one!],
        _ => [],
    };

    private static string Kind(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "null",
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => long.TryParse(value.ToJsonString(), CultureInfo.InvariantCulture, out _) ? "integer" : "number",
        _ => "boolean",
    };

    private IEnumerable<string> Fields(JsonObject rules, JsonObject fields, string path)
    {
        foreach (string name in rules["required"]?.AsArray().Select(name => (string)name!).Where(name => !fields.ContainsKey(name)) ?? [])
        {
            // Nulls are left out of answers.
            if (rules["properties"]![name] is { } property && !Resolve(property).ContainsKey("oneOf") && !Types(Resolve(property)).Contains("null"))
                yield return $"{path}.{name} is required";
        }

        foreach ((string name, JsonNode? value) in fields)
        {
            JsonNode? schema = rules["properties"]?[name] ?? rules["additionalProperties"];
            if (schema is JsonObject)
            {
                foreach (string error in Check(schema, value, $"{path}.{name}"))
                    yield return error;
            }
            else if (schema is JsonValue)
            {
                yield return $"{path}.{name} is not documented";
            }
        }
    }

    private IEnumerable<string> Items(JsonObject rules, JsonArray items, string path)
    {
        if (items.Count < ((int?)rules["minItems"] ?? 0) || items.Count > ((int?)rules["maxItems"] ?? int.MaxValue))
            yield return $"{path} has {items.Count} items";
        for (int i = 0; i < items.Count && rules["items"] is { } schema; i++)
        {
            foreach (string error in Check(schema, items[i], $"{path}[{i}]"))
                yield return error;
        }
    }

    private static IEnumerable<string> Single(JsonObject rules, JsonValue value, string kind, string path)
    {
        if (kind is "integer" or "number")
        {
            double number = value.GetValue<JsonElement>().GetDouble();
            if (number < ((double?)rules["minimum"] ?? double.NegativeInfinity) || number > ((double?)rules["maximum"] ?? double.PositiveInfinity))
                yield return $"{path} is out of range: {number}";
        }
        else if (kind == "string")
        {
            string text = (string)value!;
            if (text.Length < ((int?)rules["minLength"] ?? 0) || text.Length > ((int?)rules["maxLength"] ?? int.MaxValue))
                yield return $"{path} has {text.Length} characters";
            if ((string?)rules["format"] == "date-time" && !Moment().IsMatch(text))
                yield return $"{path} is not RFC 3339: {text}";
        }
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$")]
    private static partial Regex Moment();
}
