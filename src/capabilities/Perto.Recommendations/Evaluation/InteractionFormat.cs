namespace Perto.Recommendations;

/// <summary>How a file of interactions is written.</summary>
public enum InteractionFormat
{
    /// <summary>A user and the user's items on a line, separated by white space: <c>17 3 5 8</c>.</summary>
    Lines,

    /// <summary>
    /// One interaction on a line, <c>user,item[,rating[,timestamp]]</c>, separated by commas or tabs, quotes as in RFC 4180; a
    /// first line whose first field begins with "user" and whose second with "item", "movie", "title", "product", "game" or "artist" is a header.
    /// </summary>
    Csv,
}
