namespace Perto.Platform;

/// <summary>Told after each batch.</summary>
/// <param name="Run">The import with its checkpoint.</param>
/// <param name="Fraction">Share of the bytes of all files that are read, 0 to 1.</param>
public sealed record ImportProgress(ImportRun Run, double Fraction);
