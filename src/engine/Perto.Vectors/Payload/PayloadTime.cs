using System.Globalization;

namespace Perto.Vectors;

/// <summary>Moments as text: ISO 8601 with an offset (RFC 3339), because a time without one means nothing to a server.</summary>
internal static class PayloadTime
{
    public const string Allowed = "a moment with an offset, such as 2025-01-31T12:00:00Z";

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd'T'HH:mmK",
    ];

    public static bool TryParse(string text, out PayloadValue moment)
    {
        // "K" alone would accept text without an offset and take the machine's.
        bool hasOffset = text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-' && text[^3] == ':');
        bool parsed = DateTimeOffset.TryParseExact(
            text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time);
        moment = parsed && hasOffset ? time : PayloadValue.None;
        return moment.Kind == PayloadKind.Time;
    }

    public static string Write(PayloadValue moment) =>
        moment.Time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);
}
