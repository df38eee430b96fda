using System.Globalization;

namespace Perto.Platform;

/// <summary>How a view is named: <c>title_facts</c>, its latest version, or <c>title_facts@1</c>.</summary>
internal static class FeatureViewName
{
    /// <summary>Takes a name apart.</summary>
    /// <exception cref="InvalidValueException">It is none.</exception>
    public static (string Name, int? Version) Parse(string? view, string field)
    {
        int at = view?.IndexOf('@', StringComparison.Ordinal) ?? -1;
        if (at < 0)
            return (FeatureNames.Require(field, view), null);
        return int.TryParse(view.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int version)
            ? (FeatureNames.Require(field, view![..at]), version)
            : throw new InvalidValueException(field, view, "name or name@version", $"{field} must be the name of a view, or name@version");
    }
}
