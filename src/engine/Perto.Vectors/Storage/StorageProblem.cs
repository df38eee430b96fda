namespace Perto.Vectors.Storage;

/// <summary>Something that a verification found.</summary>
/// <param name="File">The file, relative to the folder of the store.</param>
/// <param name="Offset">Where it begins, in bytes from the start of the file; 0 where the whole file is meant.</param>
/// <param name="Problem">What is wrong, for a person.</param>
public sealed record StorageProblem(string File, long Offset, string Problem);
