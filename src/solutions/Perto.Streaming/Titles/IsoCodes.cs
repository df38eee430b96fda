using Perto.Platform;

namespace Perto.Streaming;

/// <summary>Codes of countries and languages by their form; whether there is such a country is not asked.</summary>
internal static class IsoCodes
{
    public const string CountryRule = "must be an ISO 3166 code of two letters";
    public const string LanguageRule = "must be a BCP 47 code such as pt or pt-BR";

    // The longest that RFC 5646 asks programs to take.
    private const int LongestLanguage = 35;

    /// <summary>The code in capitals; null when it has not the form of one.</summary>
    public static string? Country(string code) => code.Length == 2 && code.All(char.IsAsciiLetter) ? code.ToUpperInvariant() : null;

    public static bool IsLanguage(string code) =>
        code.Length is >= 2 and <= LongestLanguage && char.IsAsciiLetter(code[0]) && char.IsAsciiLetter(code[1])
        && code.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-');

    /// <exception cref="InvalidValueException">It has not the form of a code.</exception>
    public static string RequireCountry(string code, string field) => Country(code)
        ?? throw new InvalidValueException(field, code, "two letters", $"{field} {CountryRule}; got '{code}'");

    /// <exception cref="InvalidValueException">It has not the form of a code.</exception>
    public static void RequireLanguage(string code, string field)
    {
        if (!IsLanguage(code))
            throw new InvalidValueException(field, code, "a BCP 47 code", $"{field} {LanguageRule}; got '{code}'");
    }
}
