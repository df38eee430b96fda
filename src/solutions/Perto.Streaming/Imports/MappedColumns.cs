using System.Globalization;
using Perto.Platform;

namespace Perto.Streaming;

/// <summary>Reads what a mapping says of one column, and how its values become Perto's.</summary>
internal static class MappedColumns
{
    private static readonly string[] Lists = ["genres", "cast", "directors", "languages", "tiers", "countries"];
    private static readonly string[] Moments = ["at", "started_at"];
    private static readonly string[] Days = ["released", "added_on"];

    // A day whose parts differ, so that a format that loses or mixes them up shows.
    private static readonly DateTimeOffset Probe = new(2013, 11, 24, 0, 0, 0, TimeSpan.Zero);

    private static readonly Dictionary<string, (double Low, double High)> Scales = new(StringComparer.Ordinal)
    {
        ["rating"] = (EventRules.LowestRating, EventRules.HighestRating),
        ["progress"] = (0, 1),
    };

    /// <exception cref="InvalidValueException">It breaks a rule.</exception>
    public static ImportColumn Read(string column, MappingNode node)
    {
        if (node.IsText)
            return new ImportColumn { Source = node.Text(256) };
        node.AllowOnly("column", "value", "separator", "low", "high", "time");
        if (node.Optional("value") is { } constant)
        {
            node.AllowOnly("value");
            return new ImportColumn { Value = constant.Constant() };
        }

        var read = new ImportColumn { Source = node.Required("column").Text(256) };
        if (node.Optional("separator") is { } separator)
            return Listed(column, read, separator);
        if (node.Optional("time") is { } time)
            return Timed(column, read, time);
        return node.Optional("low") is not null || node.Optional("high") is not null ? Scaled(column, read, node) : read;
    }

    private static ImportColumn Listed(string column, ImportColumn read, MappingNode separator)
    {
        if (!Lists.Contains(column))
            throw separator.Broken($"belongs to lists: {string.Join(", ", Lists)}");
        string between = separator.Text(8);
        return read with { Convert = text => text.Replace(between, $"{ImportRow.ListSeparator}", StringComparison.Ordinal) };
    }

    private static ImportColumn Scaled(string column, ImportColumn read, MappingNode node)
    {
        if (!Scales.TryGetValue(column, out (double Low, double High) ours))
            throw node.Broken("has low and high, which belong to rating and progress");
        double low = node.Required("low").Number();
        double high = node.Required("high").Number();
        if (low >= high)
            throw node.Broken("must have a low that is below its high");
        return read with
        {
            Rule = string.Create(CultureInfo.InvariantCulture, $"must be a number from {low} to {high}"),
            Convert = text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double given) && given >= low && given <= high
                ? (ours.Low + ((given - low) / (high - low) * (ours.High - ours.Low))).ToString("R", CultureInfo.InvariantCulture)
                : null,
        };
    }

    private static ImportColumn Timed(string column, ImportColumn read, MappingNode time)
    {
        bool isDay = Days.Contains(column);
        if (!isDay && !Moments.Contains(column))
            throw time.Broken($"belongs to moments and days: {string.Join(", ", [.. Moments, .. Days])}");
        string format = time.Text(100);
        Func<string, DateTimeOffset?> parse = format switch
        {
            "unix_seconds" => text => Unix(text, 1),
            "unix_milliseconds" => text => Unix(text, 1_000),
            "iso_8601" => Iso,
            _ => Exact(format, time),
        };
        return read with
        {
            Rule = $"must be a time as {format}",
            Convert = text => parse(text)?.ToUniversalTime().ToString(isDay ? "yyyy-MM-dd" : "O", CultureInfo.InvariantCulture),
        };
    }

    private static DateTimeOffset? Unix(string text, double perSecond)
    {
        bool read = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double given);
        double seconds = given / perSecond;
        return read && seconds is >= 0 and < 1e11 ? DateTimeOffset.UnixEpoch.AddTicks((long)Math.Round(seconds * TimeSpan.TicksPerSecond)) : null;
    }

    private static DateTimeOffset? Iso(string text) =>
        !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Universal, out DateTimeOffset moment) ? moment : null;

    private static Func<string, DateTimeOffset?> Exact(string format, MappingNode time)
    {
        if (Parse(Write(), format) is not { } again || again.UtcDateTime.Date != Probe.UtcDateTime.Date)
        {
            throw time.Broken(
                "must be unix_seconds, unix_milliseconds, iso_8601 or a .NET format with day, month and year, such as dd/MM/yyyy HH:mm");
        }

        return text => Parse(text, format);

        string Write()
        {
            try
            {
                return Probe.ToString(format, CultureInfo.InvariantCulture);
            }
            catch (FormatException)
            {
                return "";
            }
        }
    }

    private static DateTimeOffset? Parse(string text, string format) =>
        DateTimeOffset.TryParseExact(text, format, CultureInfo.InvariantCulture, Universal, out DateTimeOffset moment) ? moment : null;

    private const DateTimeStyles Universal = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
}
