namespace Perto.Platform;

/// <summary>The fields of one row, whatever the file's layout.</summary>
internal abstract class RowFields
{
    /// <summary>The field's text; null when it is absent, empty or null.</summary>
    public abstract string? Text(string field);

    /// <summary>The field's elements: an array's, or a text's parts between <paramref name="separator"/>s.</summary>
    public virtual IReadOnlyList<string> List(string field, char separator) =>
        Text(field)?.Split(separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
