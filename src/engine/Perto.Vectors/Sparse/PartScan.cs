using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Perto.Vectors;

/// <summary>
/// Scores the rows of one part that can be among the best, and no others if it can be helped: block-max pruning over blocks of consecutive
/// rows (Mallia, Suel and Tonellotto 2024, "Faster Learned Sparse Retrieval with Block-Max Pruning").
/// </summary>
/// <remarks>
/// Every block has the sum of its terms' bounds. The blocks with the greatest sums are scored first: they raise the threshold to almost
/// where it ends. Then the blocks that still reach it follow in order, as memory likes it.
/// A bound is a whole number of units, rounded up a term, so that sixteen are added at a time; if it is more than fits, it stays at the most
/// that fits, which is more than all terms together can score.
/// </remarks>
internal static unsafe class PartScan
{
    // By then the threshold hardly moves, and finding the greatest of all bounds costs more than a block that is scored in vain.
    private const int BlocksByBound = 32;

    // Less than 16 bits hold, by more than what rounding up adds for a thousand terms.
    private const double MostUnits = 60_000;

    // As many rows are completed one by one in the time that all rows of a block take.
    private const int FewRows = 2;

    /// <summary>Scans a part for terms in the order in which scores are summed.</summary>
    /// <param name="part">The part.</param>
    /// <param name="terms">The terms of the query that the part has.</param>
    /// <param name="kernel">Computes scores.</param>
    /// <param name="rows">Rows of the collection from this number on are not seen.</param>
    /// <param name="top">Takes what is found; its threshold holds for what comes.</param>
    /// <param name="filter">Whether a row of the collection may be found.</param>
    public static void Run<TKernel, TTies, TFilter>(
        SparsePart part, Span<PartTerm> terms, TKernel kernel, int rows, ref TopRows<TTies> top, TFilter filter)
        where TKernel : struct, IBlockKernel
        where TTies : struct, IRowOrder
        where TFilter : struct, IRowTest
    {
        int blocks = part.Blocks;
        int groups = (blocks + SparseBlock.OfGroup - 1) / SparseBlock.OfGroup;
        // Block numbers come from the part unchecked: there is a place for each that 16 bits can name. Only those of the part are touched.
        ushort[] boundArray = ArrayPool<ushort>.Shared.Rent(ushort.MaxValue + 1);
        float[] restArray = ArrayPool<float>.Shared.Rent(terms.Length + 1);
        PartEntry[] entryArray = ArrayPool<PartEntry>.Shared.Rent(terms.Length);
        ushort* greatest = stackalloc ushort[(ushort.MaxValue + 1) / SparseBlock.OfGroup];
        fixed (ushort* bounds = boundArray)
        fixed (float* rest = restArray)
        fixed (PartEntry* entries = entryArray)
        {
            double unit = Raise(terms, bounds, blocks, groups);
            for (int g = 0; g < groups; g++)
                greatest[g] = BoundRun.Max(bounds + (g * SparseBlock.OfGroup), SparseBlock.OfGroup);
            // What a bound must be, of a block that can have a hit. Sums of so many terms are rounded by less than is given away.
            double perScore = (1 - (terms.Length * 1e-6)) / unit;

            int padded = (groups + 15) & ~15;
            for (int i = 0; i < BlocksByBound; i++)
            {
                ushort most = BoundRun.Max(greatest, padded);
                if (most < Least(top.Threshold * perScore))
                    break;
                int g = BoundRun.IndexOf(greatest, padded, most);
                ushort* group = bounds + (g * SparseBlock.OfGroup);
                int within = BoundRun.IndexOf(group, SparseBlock.OfGroup, most);
                Score(part, (g * SparseBlock.OfGroup) + within, ascending: false, terms, ref kernel, rows, ref top, filter, entries, rest);
                group[within] = 0;
                greatest[g] = BoundRun.Max(group, SparseBlock.OfGroup);
            }

            for (int g = 0; g < groups; g++)
            {
                for (int first = g * SparseBlock.OfGroup; first < (g + 1) * SparseBlock.OfGroup; first += 64)
                {
                    int least = Least(top.Threshold * perScore);
                    if (greatest[g] < least)
                        break;
                    for (ulong left = BoundRun.AtLeast(bounds + first, (ushort)least); left != 0; left &= left - 1)
                    {
                        int block = first + BitOperations.TrailingZeroCount(left);
                        // The threshold may have risen since.
                        if (bounds[block] >= Least(top.Threshold * perScore))
                            Score(part, block, ascending: true, terms, ref kernel, rows, ref top, filter, entries, rest);
                    }
                }
            }
        }
        ArrayPool<PartEntry>.Shared.Return(entryArray);
        ArrayPool<float>.Shared.Return(restArray);
        ArrayPool<ushort>.Shared.Return(boundArray);
        GC.KeepAlive(part);
    }

    // Sums the bounds of each block, in units of which all terms together have no more than fit. Returns the unit.
    private static double Raise(ReadOnlySpan<PartTerm> terms, ushort* bounds, int blocks, int groups)
    {
        double total = 0;
        foreach (ref readonly PartTerm term in terms)
            total += term.Scale * (double)byte.MaxValue;
        double unit = total / MostUnits;
        new Span<ushort>(bounds, groups * SparseBlock.OfGroup).Clear();
        foreach (ref readonly PartTerm term in terms)
            term.Term.Raise(bounds, (ushort)Math.Min(Math.Ceiling(term.Scale * 256.0 / unit), ushort.MaxValue), term.Negative);
        // The last group may be short, and a damaged part may name blocks that are not.
        new Span<ushort>(bounds + blocks, (groups * SparseBlock.OfGroup) - blocks).Clear();
        return unit;
    }

    // A block that has none of the terms has a bound of 0, and one that has some has more.
    private static int Least(double units) => units >= 1 ? (int)Math.Min(units, ushort.MaxValue + 1) : 1;

    private static float Floor(float threshold) => Math.Max(threshold, float.Epsilon);

    // What a row must have already, if the terms to come add no more than rest. Sums of so many terms are rounded by less than is given away.
    private static float Needed(float floor, float rest, int terms) => (float)((floor * (1 - (terms * 1e-6))) - (rest * (1 + 1e-6)));

    [SkipLocalsInit]
    private static void Score<TKernel, TTies, TFilter>(
        SparsePart part, int block, bool ascending, Span<PartTerm> terms, ref TKernel kernel, int rows, ref TopRows<TTies> top, TFilter filter,
        PartEntry* entries, float* rest)
        where TKernel : struct, IBlockKernel
        where TTies : struct, IRowOrder
        where TFilter : struct, IRowTest
    {
        int found = 0;
        for (int t = 0; t < terms.Length; t++)
        {
            ref PartTerm term = ref terms[t];
            int entry = ascending ? term.Term.FindNext(block, ref term.Cursor) : term.Term.Find(block);
            if (entry < 0)
                continue;
            entries[found++] = new PartEntry(t, entry, term.Term.Code(entry, term.Negative) * term.Scale, 0, 0);
            term.Term.PrefetchEntry(entry);
        }
        kernel.Begin(block);
        // Each step of each term misses the cache: a step of all terms is waited for together.
        for (int i = 0; i < found; i++)
        {
            ref readonly SparseTerm term = ref terms[entries[i].Term].Term;
            if (term.IsColumn)
                continue;
            int first = term.First(entries[i].Entry, out int postings);
            entries[i] = entries[i] with { First = first, Count = postings };
            term.PrefetchPostings(first);
        }

        rest[found] = 0;
        for (int i = found - 1; i >= 0; i--)
            rest[i] = rest[i + 1] + entries[i].Bound;

        float floor = TKernel.OnlyPositive ? Floor(top.Threshold) : top.Threshold;
        ulong candidates = ulong.MaxValue;
        bool few = false;
        for (int i = 0; i < found; i++)
        {
            if (rest[i] < floor)
            {
                // The terms from here on do not make a hit alone, only of a row that the terms before have brought near.
                candidates = FloatRun.AtLeast(kernel.Sums, SparseBlock.Rows, Needed(floor, rest[i], found));
                if (candidates == 0)
                    return;
                few = BitOperations.PopCount(candidates) <= FewRows;
            }
            ref readonly PartTerm term = ref terms[entries[i].Term];
            if (few)
                kernel.AddTo(candidates, term.Term, entries[i], block, term.Weight);
            else
                kernel.Add(term.Term, entries[i], block, term.Weight);
        }
        if (few)
            candidates &= kernel.Present;
        else
            candidates = kernel.Present;

        int firstRow = part.FirstRow + (block * SparseBlock.Rows);
        int count = Math.Min(part.Rows - (block * SparseBlock.Rows), rows - firstRow);
        if (count <= 0)
            return;
        ulong hits = FloatRun.AtLeast(kernel.Sums, SparseBlock.Rows, floor) & candidates;
        if (count < SparseBlock.Rows)
            hits &= (1UL << count) - 1;
        for (; hits != 0; hits &= hits - 1)
        {
            int row = BitOperations.TrailingZeroCount(hits);
            // The threshold may have risen since.
            if (kernel.Sums[row] >= top.Threshold && filter.Passes(firstRow + row))
                top.Offer(kernel.Sums[row], firstRow + row);
        }
    }
}
