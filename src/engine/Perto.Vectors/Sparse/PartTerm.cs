namespace Perto.Vectors;

/// <summary>A term of a query in a part.</summary>
/// <param name="term">Its postings.</param>
/// <param name="weight">What an impact or value is multiplied by.</param>
/// <param name="scale">What a code is multiplied by, so that it is no less than the score of any posting of the block.</param>
/// <param name="negative">Whether the codes of negative values are meant.</param>
internal struct PartTerm(SparseTerm term, float weight, float scale, bool negative)
{
    public readonly SparseTerm Term = term;
    public readonly float Weight = weight;
    public readonly float Scale = scale;
    public readonly bool Negative = negative;

    /// <summary>The entry from which to look for the next block, while blocks ascend.</summary>
    public int Cursor;
}
