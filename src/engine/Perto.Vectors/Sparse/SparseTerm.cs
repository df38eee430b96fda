using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Perto.Vectors;

/// <summary>The postings of one term of a part, as pointers into it. Valid as long as the part's memory.</summary>
internal readonly unsafe struct SparseTerm(byte* data, SparseTermLayout layout, SparseTermEntry entry)
{
    private readonly byte* _bases = data + layout.Bases;
    private readonly byte* _blocks = data + layout.Blocks;
    private readonly byte* _codes = data + layout.Codes;
    private readonly byte* _negativeCodes = data + layout.NegativeCodes;
    private readonly byte* _counts = data + layout.Counts;
    private readonly byte* _rows = data + layout.Rows;
    private readonly byte* _values = data + layout.Values;

    public SparseForm Form { get; } = entry.Form;

    public int Entries { get; } = entry.Entries;

    public int Postings { get; } = entry.Postings;

    /// <summary>The greatest impact or positive value, 0 if there is none.</summary>
    public float Highest { get; } = entry.Highest;

    /// <summary>The greatest magnitude of a negative value, 0 if there is none.</summary>
    public float Lowest { get; } = entry.Lowest;

    public bool IsWhole => Form.HasFlag(SparseForm.Whole);

    public bool IsColumn => Form.HasFlag(SparseForm.Column);

    /// <summary>A byte for each row of a block of a column.</summary>
    public byte* Column(int block) => _values + ((long)block * SparseBlock.Rows);

    /// <summary>The rows of postings within their block.</summary>
    public byte* RowsAt(int posting) => _rows + posting;

    /// <summary>Values of postings, of the width that the form says.</summary>
    public byte* ValuesAt(int posting) => _values + ((Form & SparseForm.ValueMask) == SparseForm.Floats ? (long)posting * sizeof(float) : posting);

    /// <summary>The block of an entry.</summary>
    public int BlockOf(int position) => IsWhole ? position : Unsafe.ReadUnaligned<ushort>(_blocks + ((long)position * sizeof(ushort)));

    /// <summary>The bound of a block's impacts or positive values, or of the magnitude of its negative ones, in 255ths of the term's.</summary>
    public int Code(int position, bool negative) => Codes(negative)[position];

    /// <summary>The entry of a block, or -1 where the term does not occur in it.</summary>
    public int Find(int block)
    {
        if (IsWhole)
            return _codes[block] == 0 ? -1 : block;
        int low = 0, length = Entries;
        // Without a branch on the comparison: which half it is cannot be foreseen.
        while (length > 1)
        {
            int half = length / 2;
            low += Unsafe.ReadUnaligned<ushort>(_blocks + ((long)(low + half) * sizeof(ushort))) <= block ? half : 0;
            length -= half;
        }
        return BlockOf(low) == block ? low : -1;
    }

    /// <summary>The same where blocks ascend from call to call.</summary>
    /// <param name="block">The block.</param>
    /// <param name="cursor">0 at first; where to go on from, afterwards.</param>
    public int FindNext(int block, ref int cursor)
    {
        if (IsWhole)
            return _codes[block] == 0 ? -1 : block;
        int low = cursor, step = 1;
        while (low + step < Entries && BlockOf(low + step) <= block)
        {
            low += step;
            step *= 2;
        }
        for (step /= 2; step > 0; step /= 2)
        {
            if (low + step < Entries && BlockOf(low + step) <= block)
                low += step;
        }
        cursor = low;
        return BlockOf(low) == block ? low : -1;
    }

    /// <summary>Asks for what scoring a block begins with.</summary>
    public void PrefetchEntry(int position)
    {
        if (IsColumn)
        {
            Prefetch.Of(Column(position));
            return;
        }
        Prefetch.Of(_counts + position);
        Prefetch.Of(_bases + (position / SparseTermLayout.EntriesOfBase * (long)sizeof(uint)));
    }

    /// <summary>Asks for the postings of an entry.</summary>
    public void PrefetchPostings(int posting)
    {
        Prefetch.Of(RowsAt(posting));
        Prefetch.Of(ValuesAt(posting));
    }

    /// <summary>Where the postings of an entry are.</summary>
    /// <exception cref="Perto.Numerics.BinaryFormatException">The part is damaged.</exception>
    public int First(int position, out int count)
    {
        const int EntriesOfBase = SparseTermLayout.EntriesOfBase;
        int group = position / EntriesOfBase, rest = position % EntriesOfBase;
        long first = group == 0 ? 0 : Unsafe.ReadUnaligned<uint>(_bases + ((group - 1L) * sizeof(uint)));
        if (rest != 0)
        {
            // Reads past the counts at the end of a term: the dictionary and the footer that follow all terms are longer than that.
            Vector256<byte> counts = Vector256.Load(_counts + (position - rest));
            counts &= Vector256.LessThan(Vector256<byte>.Indices, Vector256.Create((byte)rest));
            first += Vector256.Sum(Vector256.WidenLower(counts) + Vector256.WidenUpper(counts));
        }
        count = _counts[position];
        if (first + count > Postings)
            throw SparsePart.Damaged($"has a posting {first + count} where there are {Postings}");
        return (int)first;
    }

    /// <summary>Reads all postings.</summary>
    /// <param name="rows">Takes the rows within the part, ascending; <see cref="Postings"/> of them.</param>
    /// <param name="values">Takes what they have.</param>
    /// <exception cref="Perto.Numerics.BinaryFormatException">The part is damaged.</exception>
    public void Read(Span<int> rows, Span<float> values)
    {
        int read = 0;
        for (int e = 0; e < Entries; e++)
        {
            int firstRow = BlockOf(e) * SparseBlock.Rows, first = 0, count = SparseBlock.Rows;
            if (!IsColumn)
                first = First(e, out count);
            for (int i = 0; i < count; i++)
            {
                float value = IsColumn ? Column(e)[i] : ValueOf(first + i);
                if (IsColumn && value == 0)
                    continue;
                if (read == Postings)
                    throw SparsePart.Damaged($"has more postings of a term than the {Postings} that the dictionary says");
                rows[read] = firstRow + (IsColumn ? i : _rows[first + i]);
                values[read++] = value;
            }
        }
        if (read != Postings)
            throw SparsePart.Damaged($"has {read} postings of a term instead of the {Postings} that the dictionary says");
    }

    /// <summary>Raises the bound of each block in which the term occurs.</summary>
    /// <param name="bounds">A bound a block; there is a place for every number of 16 bits.</param>
    /// <param name="factor">What a code is multiplied by, in 256ths.</param>
    /// <param name="negative">Whether negative values are what raises the score.</param>
    public void Raise(ushort* bounds, ushort factor, bool negative)
    {
        byte* codes = Codes(negative);
        if (IsWhole)
        {
            BoundRun.Raise(bounds, codes, Entries, factor);
            return;
        }
        for (int e = 0; e < Entries; e++)
        {
            ref ushort bound = ref bounds[BlockOf(e)];
            bound = BoundRun.Raised(bound, codes[e], factor);
        }
    }

    private float ValueOf(int posting) => (Form & SparseForm.ValueMask) switch
    {
        SparseForm.Ones => 1,
        SparseForm.Bytes => *ValuesAt(posting),
        _ => Unsafe.ReadUnaligned<float>(ValuesAt(posting)),
    };

    // A term without negative values has nothing to bound them with: any code serves, multiplied by next to nothing.
    private byte* Codes(bool negative) => negative && Form.HasFlag(SparseForm.Negative) ? _negativeCodes : _codes;
}
