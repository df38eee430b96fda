using Perto.Platform;

namespace Perto.Streaming;

/// <summary>What a text must be that people read.</summary>
internal static class TextRules
{
    /// <exception cref="InvalidValueException">It is empty, too long, or has control characters.</exception>
    public static void Required(string? text, string field, int most)
    {
        if (string.IsNullOrWhiteSpace(text) || !IsSound(text, most))
        {
            throw new InvalidValueException(
                field, text, $"1..{most} characters", $"{field} must have 1 to {most} characters and no control characters");
        }
    }

    /// <exception cref="InvalidValueException">It is too long, or has control characters.</exception>
    public static void Optional(string? text, string field, int most)
    {
        if (text is not null && !IsSound(text, most))
        {
            throw new InvalidValueException(
                field, text, $"at most {most} characters", $"{field} must have at most {most} characters and no control characters");
        }
    }

    private static bool IsSound(string text, int most) => text.Length <= most && !text.Any(char.IsControl);
}
