namespace Perto.Recommendations;

/// <summary>What people thought of a document as an answer to a query.</summary>
/// <param name="Query">The query's id, or its place in the file.</param>
/// <param name="Document">The document's id.</param>
/// <param name="Grade">How well it answers; 0 and below: not.</param>
/// <param name="Line">Where it stands in the file, from 1.</param>
public sealed record Judgement(string Query, string Document, double Grade, long Line);
