using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Perto.Redis;

/// <summary>
/// Strings and numbers as both the attributes of an element and the expressions of <c>FILTER</c> write them. The server decodes escapes in
/// the one and not in the other, so there are none in either.
/// </summary>
internal static class AttributeText
{
    /// <summary>Whole numbers whose magnitude is less are the same in the server's arithmetic, and so are their neighbours.</summary>
    public const long ExactBelow = 1L << 53;

    // What is longer is kept once, in the record.
    private const int LongestString = 200;

    private const double SmallestFraction = 1e-200;

    /// <summary>A string between quotes. Different strings have different texts, and none is empty.</summary>
    public static void Append(StringBuilder text, string value)
    {
        text.Append('"');
        if (value.Length == 0)
            text.Append('%');
        else if (value.Length > LongestString)
            text.Append("%=").Append(Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(value))));
        else
            AppendEscaped(text, value);
        text.Append('"');
    }

    /// <summary>A number as attributes have it: it reads back as the same.</summary>
    public static void Append(StringBuilder text, double value) => text.Append(CultureInfo.InvariantCulture, $"{value:R}");

    /// <summary>
    /// A number as expressions have it, which know no negative exponent; null where it is so near to 0 that it cannot be written out.
    /// </summary>
    public static string? Literal(double value)
    {
        if (value == 0)
            return "0";
        string shortest = value.ToString("R", CultureInfo.InvariantCulture);
        if (!shortest.Contains("E-", StringComparison.Ordinal))
            return shortest.Replace("E+", "E", StringComparison.Ordinal);
        return Math.Abs(value) < SmallestFraction ? null : Plain(shortest);
    }

    // 1.5E-05 is 0.000015.
    private static string Plain(string shortest)
    {
        int exponent = shortest.IndexOf('E', StringComparison.Ordinal);
        string sign = shortest[0] == '-' ? "-" : "";
        string digits = shortest[sign.Length..exponent].Replace(".", "", StringComparison.Ordinal);
        return $"{sign}0.{new string('0', -int.Parse(shortest.AsSpan(exponent + 1), CultureInfo.InvariantCulture) - 1)}{digits}";
    }

    private static void AppendEscaped(StringBuilder text, string value)
    {
        foreach (char c in value)
        {
            if (c is '"' or '\\' or '%' or < ' ' or '\u007f')
                text.Append(CultureInfo.InvariantCulture, $"%{(int)c:X2}");
            else
                text.Append(c);
        }
    }
}
