namespace Perto.Vectors;

/// <summary>
/// Scores the rows of many consecutive blocks, term after term, by the same operations as <see cref="IBlockKernel"/>, so that scores are equal
/// bit for bit.
/// </summary>
internal unsafe interface IRangeKernel
{
    /// <summary>A sum a row of the range.</summary>
    float* Sums { get; }

    /// <summary>Starts a range with sums of 0.</summary>
    /// <param name="firstBlock">Its first block.</param>
    /// <param name="blocks">How many blocks, at most <see cref="RangeScan.Blocks"/>.</param>
    void Begin(int firstBlock, int blocks);

    /// <summary>Adds a term's part of the score for each row of the range.</summary>
    /// <param name="frequencies">A byte a row.</param>
    /// <param name="weight">The term's weight in the query.</param>
    void AddColumn(byte* frequencies, float weight);

    /// <summary>Adds a term's part of the score to the sums of the rows that have it.</summary>
    /// <param name="form">How the values are stored.</param>
    /// <param name="blocks">A posting's first row of the block, in the range.</param>
    /// <param name="rows">A posting's row in the block.</param>
    /// <param name="values">A posting's value.</param>
    /// <param name="count">How many postings.</param>
    /// <param name="weight">The term's weight in the query.</param>
    void Add(SparseForm form, ushort* blocks, byte* rows, byte* values, int count, float weight);

    /// <summary>The same for one row of the range.</summary>
    void AddOne(int row, float value, float weight);
}
