using Perto.Vectors.Storage;

namespace Perto.Platform;

/// <summary>What a verification of the store's files found.</summary>
/// <param name="Problems">Each file that is not as it was written, with the place and what is wrong; empty where all is well.</param>
public sealed record VerificationReport(IReadOnlyList<StorageProblem> Problems);
