namespace Perto.Platform;

/// <summary>What holds for the lines of any file.</summary>
internal static class TextLines
{
    /// <summary>What a damaged line should have been.</summary>
    public const string Rule = "UTF-8 text";

    /// <summary>
    /// Whether bytes of the line were no UTF-8: the decoder puts U+FFFD in their place, and names written with it would be lost.
    /// </summary>
    public static bool IsDamaged(string line) => line.Contains('\uFFFD', StringComparison.Ordinal);
}
