namespace Perto.Vectors;

/// <summary>What every provider can store as text: Unicode without lone surrogates and without U+0000.</summary>
internal static class TextRules
{
    public const string Allowed = "Unicode text without U+0000 and without lone surrogates";

    public static bool IsStorable(ReadOnlySpan<char> text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '\0')
                return false;
            if (!char.IsSurrogate(c))
                continue;
            if (!char.IsHighSurrogate(c) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
                return false;
            i++;
        }
        return true;
    }
}
