using Perto.Language;

namespace Perto.Cli;

/// <summary>What <c>perto embed fit</c> made.</summary>
/// <param name="Model">Its name as a model.</param>
/// <param name="Id">Which space its vectors are in.</param>
/// <param name="Bytes">The size of its file.</param>
/// <param name="Fit">What it was fitted to.</param>
internal sealed record FitReport(string Model, string Id, long Bytes, LexicalFitReport Fit);
