namespace Perto.Platform;

/// <summary>Why a row was not imported.</summary>
/// <param name="File">Name of the file.</param>
/// <param name="Line">Its line, from 1; of a record over several lines the first.</param>
/// <param name="Field">The field, or null when the line as a whole is malformed.</param>
/// <param name="Given">What stands there, cut to 200 characters; null when nothing does.</param>
/// <param name="Rule">What would have been accepted.</param>
public sealed record RowError(string File, long Line, string? Field, string? Given, string Rule)
{
    /// <summary>For people: <c>ratings.csv:17: rating must be a number between 0.5 and 5; got '9'</c>.</summary>
    public override string ToString()
    {
        string got = Given is null ? "it is missing" : $"got '{Given}'";
        return Field is null ? $"{File}:{Line}: the line must be {Rule}; {got}" : $"{File}:{Line}: {Field} must be {Rule}; {got}";
    }
}
