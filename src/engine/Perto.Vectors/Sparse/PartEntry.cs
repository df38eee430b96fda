namespace Perto.Vectors;

/// <summary>A term of a query in a block.</summary>
/// <param name="Term">Which of the query's terms in the part.</param>
/// <param name="Entry">The term's entry for the block.</param>
/// <param name="Bound">The most that the term adds to the score of a row of the block.</param>
/// <param name="First">The first posting, unless the term is a column.</param>
/// <param name="Count">How many postings, unless the term is a column.</param>
internal readonly record struct PartEntry(int Term, int Entry, float Bound, int First, int Count);
