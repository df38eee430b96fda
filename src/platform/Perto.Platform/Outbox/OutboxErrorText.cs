using System.Text.Json;

namespace Perto.Platform;

/// <summary>What a failed try leaves in words.</summary>
internal static class OutboxErrorText
{
    private const int Longest = 500;

    // Shorter values are words and numbers that any message may hold.
    private const int ShortestSecret = 4;

    /// <summary>
    /// Type and message of an exception, at most 500 characters. Values of the payload that it repeats are left out: whoever may look at dead letters
    /// in a list or a log need not see what they are about.
    /// </summary>
    public static string Of(Exception exception, string payload)
    {
        string text = $"{exception.GetType().Name}: {MessageOf(exception).ReplaceLineEndings(" ")}";
        if (text.Length > 4 * Longest)
            text = text[..(4 * Longest)];
        foreach (string value in Values(payload).Distinct(StringComparer.Ordinal).OrderByDescending(value => value.Length))
            text = text.Replace(value, "***", StringComparison.Ordinal);
        return text.Length <= Longest ? text : string.Concat(text.AsSpan(0, Longest - 3), "...");
    }

    // An exception is what a handler made of it; its own failing must not take the worker with it.
    private static string MessageOf(Exception exception)
    {
        try
        {
            return exception.Message;
        }
        catch (Exception second)
        {
            return $"(its message failed with {second.GetType().Name})";
        }
    }

    private static List<string> Values(string payload)
    {
        using JsonDocument document = JsonDocument.Parse(payload);
        var values = new List<string>();
        Collect(document.RootElement, values);
        return values;
    }

    private static void Collect(JsonElement element, List<string> values)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty property in element.EnumerateObject())
                    Collect(property.Value, values);
                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in element.EnumerateArray())
                    Collect(item, values);
                break;
            case JsonValueKind.String:
            case JsonValueKind.Number:
                string value = element.ToString();
                if (value.Length >= ShortestSecret)
                    values.Add(value);
                break;
        }
    }
}
