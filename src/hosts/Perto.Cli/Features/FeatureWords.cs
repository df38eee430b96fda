using System.Globalization;
using Perto.Platform;
using Spectre.Console;

namespace Perto.Cli;

/// <summary>How features are printed for people.</summary>
internal static class FeatureWords
{
    private const int Longest = 80;

    /// <summary>A span in seconds as people say it.</summary>
    public static string Seconds(double? seconds) => seconds is { } given ? TimeSpan.FromSeconds(Math.Round(given)).ToString("c", CultureInfo.InvariantCulture) : "";

    /// <summary>A value, cut where it is long.</summary>
    public static string Value(FeatureValue? value)
    {
        string text = value?.ToString() ?? "";
        return Markup.Escape(text.Length > Longest ? text[..Longest] + "..." : text);
    }

    /// <summary>What there is of a view.</summary>
    public static string Status(FeatureReadingDocument reading) => reading.Status switch
    {
        FeatureStatus.Present => "",
        FeatureStatus.Expired => $"expired, {Seconds(reading.AgeSeconds)} old",
        _ => "never written",
    };

    public static string Moment(DateTimeOffset? at) => at?.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "";
}
