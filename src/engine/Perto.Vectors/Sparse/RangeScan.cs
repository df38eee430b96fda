using System.Numerics;

namespace Perto.Vectors;

/// <summary>
/// Scores ranges of consecutive blocks term by term. Where most blocks can have a hit, reading the postings of a term in one go costs less
/// than finding them for each block.
/// </summary>
internal static unsafe class RangeScan
{
    /// <summary>Blocks of a range: what is kept of each row stays in the second cache.</summary>
    public const int Blocks = 4 * SparseBlock.OfGroup;

    /// <summary>A place for each row of a range, and for every byte that a damaged part can name as a row of the last block.</summary>
    public const int BufferRows = (Blocks * SparseBlock.Rows) + byte.MaxValue + 1;

    /// <summary>The floats of a buffer: for what a kernel keeps, and for the blocks of a term's postings.</summary>
    public const int BufferFloats = (3 * BufferRows) + (BufferRows * sizeof(ushort) / sizeof(float));

    // So many rows are completed one by one in the time that a frequent term takes for all rows of a range.
    private const int FewRows = 64;

    /// <summary>Scans a range for hits above 0.</summary>
    /// <param name="part">The part.</param>
    /// <param name="firstBlock">The range's first block.</param>
    /// <param name="blocks">How many blocks, at most <see cref="Blocks"/>.</param>
    /// <param name="bounds">The bounds of the range's blocks.</param>
    /// <param name="perScore">What a score is multiplied by, to be compared with a bound.</param>
    /// <param name="terms">The terms of the query that the part has, in the order in which scores are summed.</param>
    /// <param name="rest">The most that a term and those after it add to a score, and 0 at the end.</param>
    /// <param name="kernel">Computes scores.</param>
    /// <param name="postings"><see cref="BufferRows"/> places.</param>
    /// <param name="rows">Rows of the collection from this number on are not seen.</param>
    /// <param name="top">Takes what is found. If scores can be negative, its threshold is above 0.</param>
    /// <param name="filter">Whether a row of the collection may be found.</param>
    public static void Run<TKernel, TTies, TFilter>(
        SparsePart part, int firstBlock, int blocks, ushort* bounds, double perScore, Span<PartTerm> terms, ReadOnlySpan<float> rest,
        ref TKernel kernel, ushort* postings, int rows, ref TopRows<TTies> top, TFilter filter)
        where TKernel : struct, IRangeKernel
        where TTies : struct, IRowOrder
        where TFilter : struct, IRowTest
    {
        kernel.Begin(firstBlock, blocks);
        float floor = PartScan.Floor(top.Threshold);
        int added = 0;
        for (; added < terms.Length; added++)
        {
            ref PartTerm term = ref terms[added];
            // The terms to come only matter to rows that the terms before have brought near. Rare terms are not worth looking for those.
            if (rest[added] < floor && term.Term.IsWhole
                && FloatRun.CountAtLeast(kernel.Sums, blocks * SparseBlock.Rows, PartScan.Needed(floor, rest[added], terms.Length)) <= FewRows)
            {
                break;
            }
            Add(ref term, firstBlock, blocks, ref kernel, postings);
        }

        int firstRow = part.FirstRow + (firstBlock * SparseBlock.Rows), end = Math.Min(part.Rows - (firstBlock * SparseBlock.Rows), rows - firstRow);
        for (int block = 0; block < blocks; block++)
        {
            // A block that was scored before has a bound of 0.
            if (bounds[block] < PartScan.Least(top.Threshold * perScore))
                continue;
            floor = PartScan.Floor(top.Threshold);
            int blockRow = block * SparseBlock.Rows;
            ulong candidates = FloatRun.AtLeast(kernel.Sums + blockRow, SparseBlock.Rows, PartScan.Needed(floor, rest[added], terms.Length));
            for (; candidates != 0; candidates &= candidates - 1)
            {
                int row = blockRow + BitOperations.TrailingZeroCount(candidates);
                if (row >= end)
                    break;
                floor = PartScan.Floor(top.Threshold);
                Complete(terms[added..], rest[added..], terms.Length, firstBlock + block, row, floor, ref kernel);
                if (kernel.Sums[row] >= floor && filter.Passes(firstRow + row))
                    top.Offer(kernel.Sums[row], firstRow + row);
            }
        }
    }

    private static void Add<TKernel>(ref PartTerm term, int firstBlock, int blocks, ref TKernel kernel, ushort* postings)
        where TKernel : struct, IRangeKernel
    {
        if (term.Term.IsColumn)
        {
            kernel.AddColumn(term.Term.Column(firstBlock), term.Weight);
            return;
        }
        int count = term.Term.ReadBlocks(firstBlock, blocks, ref term.Cursor, postings, out int first);
        kernel.Add(term.Term.Form & SparseForm.ValueMask, postings, term.Term.RowsAt(first), term.Term.ValuesAt(first), count, term.Weight);
    }

    // A row that cannot reach the floor any more is given up with a sum of 0: a later term may still take from its score.
    private static void Complete<TKernel>(
        ReadOnlySpan<PartTerm> terms, ReadOnlySpan<float> rest, int allTerms, int block, int row, float floor, ref TKernel kernel)
        where TKernel : struct, IRangeKernel
    {
        for (int t = 0; t < terms.Length; t++)
        {
            if (kernel.Sums[row] < PartScan.Needed(floor, rest[t], allTerms))
            {
                kernel.Sums[row] = 0;
                return;
            }
            kernel.AddOne(row, terms[t].Term.ValueAt(block, row % SparseBlock.Rows), terms[t].Weight);
        }
    }
}
