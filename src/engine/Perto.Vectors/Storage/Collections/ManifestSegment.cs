namespace Perto.Vectors.Storage;

/// <summary>A segment of a collection.</summary>
/// <param name="File">Number of its file.</param>
/// <param name="Rows">How many rows it has.</param>
internal sealed record ManifestSegment(long File, int Rows);
