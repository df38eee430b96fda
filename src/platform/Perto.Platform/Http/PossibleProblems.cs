namespace Perto.Platform;

/// <summary>Metadata of an endpoint: problems that only it may answer with, by their codes.</summary>
/// <param name="Codes">Codes such as <c>collection_schema</c>; the server knows the status of each.</param>
public sealed record PossibleProblems(IReadOnlyList<string> Codes);
