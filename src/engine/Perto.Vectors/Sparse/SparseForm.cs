namespace Perto.Vectors;

/// <summary>How the postings of one term are kept in a part.</summary>
[Flags]
internal enum SparseForm
{
    /// <summary>Every value is 1 and none is stored.</summary>
    Ones = 0,

    /// <summary>Every value is a whole number from 1 to 255, in a byte.</summary>
    Bytes = 1,

    /// <summary>Values as they are.</summary>
    Floats = 2,

    /// <summary>The two bits that say how values are stored.</summary>
    ValueMask = 3,

    /// <summary>The directory has every block, with code 0 where the term is absent, and so needs no block numbers.</summary>
    Whole = 4,

    /// <summary>
    /// A byte for every row, 0 where the term is absent, instead of postings: frequent terms are scored without a look at row numbers.
    /// </summary>
    Column = 8,

    /// <summary>There are negative values, and a second code a block bounds them.</summary>
    Negative = 16,
}
