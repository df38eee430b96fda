namespace Perto.Platform;

/// <summary>Where a module keeps data about a person: what an export reads and an erasure deletes.</summary>
/// <param name="Table">Table name.</param>
/// <param name="SubjectColumn">The column that holds the person's id.</param>
public sealed record PersonalDataTable(string Table, string SubjectColumn);
