namespace Perto.Platform;

/// <summary>A table as both databases have it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Key">Its primary key, in order.</param>
/// <param name="Columns">What is copied: all but what the database numbers by itself.</param>
/// <param name="Booleans">Those that are truth values, which SQLite keeps as numbers.</param>
/// <param name="Rows">How many rows the source has.</param>
/// <param name="PageRows">How many of them are read at once.</param>
internal sealed record CopiedTableShape(string Name, IReadOnlyList<string> Key, IReadOnlyList<string> Columns, IReadOnlySet<string> Booleans, long Rows, int PageRows);
