using System.Text.Json.Nodes;

namespace Perto.Server.Tests;

/// <summary>What no caller should send, and somebody will.</summary>
internal static class HostileValues
{
    /// <summary>For a place that takes text: a path, a query, a header.</summary>
    public static IReadOnlyList<string> Texts { get; } =
    [
        "", " ", "0", "-1", "1.5", "1e400", "99999999999999999999999", "2147483648", "NaN", "Infinity", "-Infinity", "0x10", "1,5", "true", "null", "undefined",
        "\0", "a\0b", "\r\nX-Injected: 1", "\u202e\u200b", "\ud83d\ude00", "\ufffd", "'; drop table x; --", "\"", "<script>", "../../../etc/passwd", "%00", "%2F", "a/b", "a%b",
        "{\"$gt\": 1}", "[]", new string('x', 257), new string('\u00e9', 600), new string('9', 3_000), "eyJhIjoxfQ", "AQAAAAAAAGJbIngiXQ", "-", ".",
    ];

    /// <summary>For a place that takes a value of JSON, as it is written there.</summary>
    public static IReadOnlyList<string> Json { get; } =
    [
        "null", "true", "0", "-1", "1.5", "1e400", "-1e308", "1e-400", "99999999999999999999999", "-9223372036854775809", "NaN", "Infinity", "01", "'x'",
        "\"\"", "\" \"", "\"x\"", "\"\\u0000\"", "\"a\\u0000b\"", "\"\\ud800\"", "\"\\udfff\\ud800\"", "\"NaN\"", "\"-1\"", "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59.9999999-14:00\"",
        "\"2025-02-30T00:00:00Z\"", "\"" + new string('x', 20_000) + "\"", "\"" + new string('\u00e9', 300) + "\"",
        "[]", "[null]", "[[]]", "[1]", "[1e400]", "[\"\\u0000\"]", "[{}]", "{}", "{\"a\": 1}", "{\"\": null}", "{\"$or\": []}", "{\"$and\": [{}]}", "{\"year\": {\"$gt\": null}}",
        "{\"year\": {\"$nope\": 1}}", "{\"year\": {\"$in\": []}}", "{\"dimensions\": [1, 1], \"values\": [1, 1]}", "{\"dimensions\": [-1], \"values\": [1]}", "{\"dimensions\": [1], \"values\": []}",
        "{\"lat\": 91, \"lon\": 181}", "{\"lat\": 1e400, \"lon\": 0}", Nested('[', ']', 20), Nested('[', ']', 60), Repeat("{\"$not\": ", 25) + "{}" + new string('}', 25),
        "[" + string.Join(',', Enumerable.Repeat("1", 10_001)) + "]", "[" + string.Join(',', Enumerable.Repeat("{}", 1_001)) + "]", "/* no */ 1", "1,",
    ];

    /// <summary>Whole bodies.</summary>
    public static IReadOnlyList<string> Bodies { get; } =
    [
        "", " ", "null", "[]", "{}", "{", "}", "{}{}", "{} x", "nul", "0", "\"x\"", "\ufeff{}", "{\"\": 1}", "{\"a\": 1, \"a\": 2}", "\0", Nested('[', ']', 100_000), Repeat("{\"a\":", 10_000) + "1" + new string('}', 10_000),
        "{\"a\": \"" + new string('x', 100_000) + "\"}", "--boundary\r\n", "a=b&c=d", "<a/>",
    ];

    public static IReadOnlyList<string> ContentTypes { get; } =
        ["text/plain", "application/xml", "application/json; charset=utf-16", "application/json; charset=nope", "garbage", "multipart/form-data", "multipart/form-data; boundary=", "application/x-www-form-urlencoded"];

    /// <summary>The places of all values in a body, as paths of names and indexes.</summary>
    public static IEnumerable<IReadOnlyList<object>> Places(JsonNode? node, IReadOnlyList<object>? path = null)
    {
        path ??= [];
        if (path.Count > 0)
            yield return path;
        IEnumerable<(object Key, JsonNode? Value)> inside = node switch
        {
            JsonObject fields => fields.Select(field => ((object)field.Key, field.Value)),
            // The first of a list stands for the others.
            JsonArray items => items.Take(1).Select(item => ((object)0, item)),
            _ => [],
        };
        foreach ((object key, JsonNode? value) in inside)
        {
            foreach (IReadOnlyList<object> place in Places(value, [.. path, key]))
                yield return place;
        }
    }

    /// <summary>A body with another value, written as it is, at one place.</summary>
    public static string Put(JsonNode body, IReadOnlyList<object> place, string value)
    {
        const string Mark = "@@here@@";
        JsonNode copy = body.DeepClone();
        JsonNode at = copy;
        foreach (object step in place.SkipLast(1))
            at = step is int index ? at[index]! : at[(string)step]!;
        if (place[^1] is int last)
            at[last] = Mark;
        else
            at[(string)place[^1]] = Mark;
        return copy.ToJsonString().Replace($"\"{Mark}\"", value, StringComparison.Ordinal);
    }

    private static string Nested(char open, char close, int depth) => new string(open, depth) + new string(close, depth);

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
