using System.Globalization;

namespace Perto.Client;

/// <summary>The query of an address.</summary>
internal static class QueryText
{
    /// <summary><c>?name=value&amp;...</c> of the parts that have a value; empty when none has.</summary>
    public static string Of(params ReadOnlySpan<(string Name, object? Value)> parts)
    {
        var query = new List<string>();
        foreach ((string name, object? value) in parts)
        {
            if (value is not null)
                query.Add($"{name}={Uri.EscapeDataString(Text(value))}");
        }
        return query.Count == 0 ? "" : "?" + string.Join('&', query);
    }

    private static string Text(object value) => value switch
    {
        DateTimeOffset moment => moment.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
