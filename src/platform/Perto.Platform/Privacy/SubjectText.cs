using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace Perto.Platform;

/// <summary>
/// Finds a person's id in text that was made by others: as it is, as JSON and URLs write it, and inside of base64, as cursors have it. An
/// id is found where it stands alone: "12" is not in "312".
/// </summary>
public sealed class SubjectText
{
    // Shorter ones would be found in any base64 by chance.
    private const int FewestBytesInBase64 = 4;

    private readonly string _subject;
    private readonly byte[][] _alone;
    private readonly byte[][] _anywhere;

    /// <summary>Looks for <paramref name="subject"/>.</summary>
    public SubjectText(string subject)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        _subject = subject;
        string[] forms =
        [
            subject,
            Uri.EscapeDataString(subject),
            // As ASP.NET gives the path of a request: decoded but for this.
            subject.Replace("/", "%2F", StringComparison.Ordinal),
            JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(subject),
            JavaScriptEncoder.Default.Encode(subject),
            Ascii(subject, "x4"),
            Ascii(subject, "X4"),
        ];
        _alone = [.. forms.Distinct(StringComparer.Ordinal).Select(Encoding.UTF8.GetBytes)];
        _anywhere = [.. Base64Forms(Encoding.UTF8.GetBytes(subject)).Distinct(StringComparer.Ordinal).Select(Encoding.UTF8.GetBytes)];
    }

    /// <summary>Whether the id stands in <paramref name="utf8"/>.</summary>
    public bool IsIn(ReadOnlySpan<byte> utf8)
    {
        foreach (byte[] form in _alone)
        {
            if (StandsAlone(utf8, form))
                return true;
        }
        foreach (byte[] form in _anywhere)
        {
            if (utf8.IndexOf(form) >= 0)
                return true;
        }
        return false;
    }

    /// <summary>Whether the id stands in <paramref name="text"/>.</summary>
    public bool IsIn(string? text) => !string.IsNullOrEmpty(text) && IsIn(Encoding.UTF8.GetBytes(text));

    /// <summary>The text with the id taken out wherever it is written as it is.</summary>
    public string Without(string text) => text.Replace(_subject, "(the person)", StringComparison.Ordinal);

    // JSON as many other programs write it.
    private static string Ascii(string text, string digits) => string.Concat(text.Select(letter => letter switch
    {
        '"' or '\\' => $"\\{letter}",
        > '~' => "\\u" + ((int)letter).ToString(digits, CultureInfo.InvariantCulture),
        _ => $"{letter}",
    }));

    private static bool StandsAlone(ReadOnlySpan<byte> text, ReadOnlySpan<byte> form)
    {
        for (int from = 0; text[from..].IndexOf(form) is >= 0 and var at; from += at + 1)
        {
            int start = from + at, end = start + form.Length;
            if ((start == 0 || !IsWord(text[start - 1]) || !IsWord(form[0])) && (end == text.Length || !IsWord(text[end]) || !IsWord(form[^1])))
                return true;
        }
        return false;
    }

    // Bytes of other scripts count as letters: half of a name is no name.
    private static bool IsWord(byte b) => char.IsAsciiLetterOrDigit((char)b) || b >= 0x80;

    // Three bytes make four characters, so the same bytes read in one of three ways; characters that also carry bits of a neighbour are left out.
    private static IEnumerable<string> Base64Forms(byte[] subject)
    {
        if (subject.Length < FewestBytesInBase64)
            yield break;
        for (int before = 0; before < 3; before++)
        {
            byte[] shifted = [.. new byte[before], .. subject];
            int first = before == 0 ? 0 : before + 1;
            int last = shifted.Length * 8 / 6;
            string text = Convert.ToBase64String(shifted)[first..last];
            yield return text;
            yield return text.Replace('+', '-').Replace('/', '_');
        }
    }
}
