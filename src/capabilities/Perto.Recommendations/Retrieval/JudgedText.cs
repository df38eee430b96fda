namespace Perto.Recommendations;

/// <summary>A document or a query of a <see cref="JudgedCollection"/>.</summary>
/// <param name="Id">Its id in the collection.</param>
/// <param name="Text">What is searched: of a document with a title, title and text on lines of their own.</param>
public sealed record JudgedText(string Id, string Text);
