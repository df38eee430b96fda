namespace Perto.Platform;

/// <summary>Where a module keeps data about a person: what an export reads and an erasure deletes.</summary>
/// <param name="Table">Table name.</param>
/// <param name="SubjectColumn">The column that holds the person's id.</param>
/// <param name="TimeColumn">The column with the moment that a row is about, in Unix microseconds: rows with one may be kept for a limited time.</param>
public sealed record PersonalDataTable(string Table, string SubjectColumn, string? TimeColumn = null);
