namespace Perto.Platform;

/// <summary>How far a copy is.</summary>
/// <param name="Table">The table at hand.</param>
/// <param name="Done">0..1 of all rows, read once to copy and once more to compare.</param>
public sealed record CopyProgress(string Table, double Done);
