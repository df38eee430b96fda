namespace Perto.Qdrant;

/// <summary>
/// Payload keys of our own. No field of a schema begins with <c>$</c>, so they meet none; in a path they stand in quotes.
/// </summary>
internal static class Keys
{
    /// <summary>The record's id.</summary>
    public const string Id = "$id";

    /// <summary>The moment of its expiry, in microseconds since 1970; absent where there is none.</summary>
    public const string Expires = "$expires";

    /// <summary>In a list: it is empty. Qdrant takes an empty list for no value, and no keyword may hold U+0000.</summary>
    public const string EmptyList = "\0";

    /// <summary>The words of a text field.</summary>
    public static string Words(string field) => $"$words:{field}";

    /// <summary>The upper and lower half of an integer beyond <see cref="LargestPlain"/>; Qdrant orders integers as doubles.</summary>
    public static string Large(string field) => $"$large:{field}";

    /// <summary>The length of a cosine vector; the vector itself is kept at length 1.</summary>
    public static string Length(string vector) => $"$length:{vector}";

    /// <summary>True where a sparse vector has a value that is not clearly above 0, so that products with it may cancel out.</summary>
    public static string Signed(string vector) => $"$signed:{vector}";

    /// <summary>Integers up to here, and no further, are ordered as doubles like themselves.</summary>
    public const long LargestPlain = (1L << 53) - 1;

    /// <summary>The path of a key of ours.</summary>
    public static string Path(string key) => $"\"{key}\"";
}
