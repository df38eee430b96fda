namespace Perto.Language;

/// <summary>An ending that a stemmer looks for, and what takes its place.</summary>
/// <param name="Suffix">The letters at the end of the word.</param>
/// <param name="Replacement">What they become; empty takes them away.</param>
internal readonly record struct WordEnding(string Suffix, string Replacement)
{
    /// <summary>Endings that share a replacement.</summary>
    public static IEnumerable<WordEnding> Of(string suffixes, string replacement) =>
        suffixes.Split(' ').Select(suffix => new WordEnding(suffix, replacement));

    /// <summary>The longest first, so that the first that fits is the longest that fits.</summary>
    public static WordEnding[] LongestFirst(params IEnumerable<WordEnding>[] endings) =>
        [.. endings.SelectMany(group => group).OrderByDescending(ending => ending.Suffix.Length)];
}
