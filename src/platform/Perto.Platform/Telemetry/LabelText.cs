using System.Globalization;
using System.Text;

namespace Perto.Platform;

/// <summary>A set of labels as Prometheus writes it, sorted by name, so that equal sets have equal texts.</summary>
internal static class LabelText
{
    public static string Of(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.Length > 1)
        {
            KeyValuePair<string, object?>[] sorted = tags.ToArray();
            Array.Sort(sorted, static (left, right) => string.CompareOrdinal(left.Key, right.Key));
            tags = sorted;
        }
        var text = new StringBuilder();
        foreach ((string name, object? value) in tags)
        {
            if (text.Length > 0)
                text.Append(',');
            text.Append(PrometheusName.Clean(name)).Append("=\"");
            Escape(text, Text(value));
            text.Append('"');
        }
        return text.ToString();
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        bool yes => yes ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static void Escape(StringBuilder text, string value)
    {
        foreach (char letter in value)
        {
            _ = letter switch
            {
                '\\' => text.Append(@"\\"),
                '"' => text.Append("\\\""),
                '\n' => text.Append(@"\n"),
                _ => text.Append(letter),
            };
        }
    }
}
