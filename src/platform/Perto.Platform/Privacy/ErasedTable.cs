namespace Perto.Platform;

/// <summary>Rows deleted from one table.</summary>
/// <param name="Table">Its name.</param>
/// <param name="Rows">How many.</param>
public sealed record ErasedTable(string Table, long Rows);
