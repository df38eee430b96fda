namespace Perto.Platform;

/// <summary>A table that was copied.</summary>
/// <param name="Table">Its name.</param>
/// <param name="Rows">How many rows it has, in both databases.</param>
public sealed record CopiedTable(string Table, long Rows);
