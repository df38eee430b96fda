namespace Perto.Platform;

/// <summary>How far an import came.</summary>
/// <param name="File">The file it is in; null before the first.</param>
/// <param name="Rows">Rows of that file that are dealt with.</param>
public sealed record ImportPosition(string? File, long Rows);
