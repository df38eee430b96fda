namespace Perto.Vectors;

/// <summary>Scores the rows of one block after another, as a struct so that its loops are compiled for it.</summary>
internal unsafe interface IBlockKernel
{
    /// <summary>Rows that score 0 or less are not hits.</summary>
    static abstract bool OnlyPositive { get; }

    /// <summary>A sum a row of the block. A multiple of 8, and a place for every byte that a damaged part can name.</summary>
    float* Sums { get; }

    /// <summary>A bit a row: whether it has a term of the query. All are set where only positive scores count.</summary>
    ulong Present { get; }

    /// <summary>Starts a block with sums of 0.</summary>
    void Begin(int block);

    /// <summary>Adds a term's part of the score to the sums of the rows that have it.</summary>
    /// <param name="term">The term.</param>
    /// <param name="entry">Its postings of the block.</param>
    /// <param name="block">The block.</param>
    /// <param name="weight">The term's weight in the query.</param>
    void Add(in SparseTerm term, PartEntry entry, int block, float weight);

    /// <summary>The same for some rows of the block only; the sums of others then mean nothing.</summary>
    void AddTo(ulong rows, in SparseTerm term, PartEntry entry, int block, float weight);
}
