using System.Text.Json;

namespace Perto.Platform;

/// <summary>Reads a choice from a query: enum values in snake_case, as they stand in JSON.</summary>
public static class QueryChoice
{
    /// <summary>The value; null when the query does not have the field.</summary>
    /// <exception cref="InvalidValueException">The text is none of the values, which are listed.</exception>
    public static T? Read<T>(string field, string? given)
        where T : struct, Enum
    {
        if (string.IsNullOrEmpty(given))
            return null;
        foreach (T value in Enum.GetValues<T>())
        {
            if (Name(value) == given)
                return value;
        }

        string allowed = string.Join(", ", Enum.GetValues<T>().Select(Name));
        throw new InvalidValueException(field, given, allowed, $"{field} must be one of {allowed}; got '{given}'");
    }

    private static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
