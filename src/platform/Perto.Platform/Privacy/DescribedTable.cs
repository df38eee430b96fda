namespace Perto.Platform;

/// <summary>A table with rows about people.</summary>
/// <param name="Module">Who keeps it.</param>
/// <param name="Table">Its name.</param>
/// <param name="SubjectColumn">The column with the person's id.</param>
/// <param name="TimeColumn">The column with the moment that a row is about, if there is one.</param>
/// <param name="Columns">All columns.</param>
/// <param name="RetentionSeconds">Seconds that a row is kept; null: until it is deleted.</param>
public sealed record DescribedTable(
    string Module, string Table, string SubjectColumn, string? TimeColumn, IReadOnlyList<string> Columns, long? RetentionSeconds);
