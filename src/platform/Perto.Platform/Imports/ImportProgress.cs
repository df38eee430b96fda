namespace Perto.Platform;

/// <summary>How far an import is.</summary>
/// <param name="File">The file that is read.</param>
/// <param name="RowsRead">Rows of all files so far.</param>
/// <param name="RowsRejected">Rows left out so far.</param>
/// <param name="Done">0..1 over all files.</param>
public sealed record ImportProgress(string File, long RowsRead, long RowsRejected, double Done);
