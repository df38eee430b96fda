using System.Diagnostics.Metrics;
using System.Text;

namespace Perto.Platform;

/// <summary>
/// Names as Prometheus writes them, by the rules of OpenTelemetry: <c>perto.database.write.duration</c> in <c>s</c> becomes
/// <c>perto_database_write_duration_seconds</c>, counters end in <c>_total</c>.
/// </summary>
internal static class PrometheusName
{
    public static string Of(Instrument instrument, bool isCounter)
    {
        string name = Clean(instrument.Name);
        if (Unit(instrument.Unit) is { } unit && !name.EndsWith(unit, StringComparison.Ordinal) && !name.EndsWith(unit + "_total", StringComparison.Ordinal))
            name += "_" + unit;
        return isCounter && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    /// <summary>The name of a label; also good for metrics, save for the colon that those may have.</summary>
    public static string Clean(string name)
    {
        var clean = new StringBuilder(name.Length);
        foreach (char letter in name)
            clean.Append(char.IsAsciiLetterOrDigit(letter) ? letter : '_');
        return clean.Length > 0 && char.IsAsciiDigit(clean[0]) ? $"_{clean}" : clean.ToString();
    }

    // An annotation such as {request} names what is counted and is no unit.
    private static string? Unit(string? unit) => unit switch
    {
        null or "" or "1" => null,
        "s" => "seconds",
        "ms" => "milliseconds",
        "us" => "microseconds",
        "By" => "bytes",
        "%" => "percent",
        ['{', ..] => null,
        _ => Clean(unit),
    };
}
