namespace Perto.Vectors;

/// <summary>Where the newest version of a record stands, and the versions it replaced, which older snapshots still show.</summary>
internal sealed record RowVersion(int Row, RowVersion? Previous);
