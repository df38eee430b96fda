using System.Globalization;
using Perto.Platform;

namespace Perto.Targeting;

/// <summary>The name of an experiment, with a version or without: <c>ranking</c>, <c>ranking@2</c>.</summary>
internal static class VersionedName
{
    /// <exception cref="InvalidValueException">What follows the @ is no version.</exception>
    public static (string Name, int? Version) Read(string text)
    {
        int at = text.IndexOf('@', StringComparison.Ordinal);
        if (at < 0)
            return (text, null);
        return int.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int version) && version > 0
            ? (text[..at], version)
            : throw new InvalidValueException("name", text, "a name, or name@version", $"name must be a name, or a name, @ and a version from 1; got '{text}'");
    }
}
