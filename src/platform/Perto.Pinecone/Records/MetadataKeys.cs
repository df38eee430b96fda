namespace Perto.Pinecone;

/// <summary>Names of metadata. Fields of a payload have their own; what begins with or contains <c>~</c>, which no field has, is the store's.</summary>
internal static class MetadataKeys
{
    /// <summary>From when on the record is gone, in Unix microseconds; <see cref="Never"/> where it does not expire.</summary>
    public const string Expires = "~expires";

    /// <summary>The id of a record whose own one had to be cut.</summary>
    public const string Id = "~id";

    /// <summary>The length of a vector that is kept at length 1.</summary>
    public const string Length = "~length";

    /// <summary>The vector is all zeros, which the service does not take: another one stands for it.</summary>
    public const string Zero = "~zero";

    /// <summary>Greater than every moment.</summary>
    public const double Never = 1e300;

    /// <summary>The rest of an integer or a moment; see <see cref="ExactInteger"/>.</summary>
    public static string Low(string field) => $"{field}~low";

    /// <summary>The list is there and empty.</summary>
    public static string Empty(string field) => $"{field}~empty";
}
