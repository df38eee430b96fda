using System.Runtime.CompilerServices;
using Perto.Numerics;

namespace Perto.Vectors;

/// <summary>An immutable inverted index over consecutive rows, read where it lies. Any number of threads may read it.</summary>
/// <remarks>
/// Whatever the bytes are, nothing outside them is read: <see cref="Open"/> checks where the sections lie and <see cref="TermAt"/> where the
/// streams of a term lie. Numbers of rows and blocks inside streams index only buffers that have a place for every value of their type, and
/// a posting's position is checked where it is used. Bytes that hold together but are wrong give wrong answers: that is what the file's
/// checksum is for.
/// </remarks>
internal sealed unsafe class SparsePart
{
    /// <summary>Most rows of a part: the number of a block has 16 bits.</summary>
    public const int MaxRows = (ushort.MaxValue + 1) * SparseBlock.Rows;

    private readonly SparseBytes _bytes;
    private readonly SparsePartFooter _footer;

    private SparsePart(SparseBytes bytes, SparsePartFooter footer, int firstRow)
    {
        _bytes = bytes;
        _footer = footer;
        FirstRow = firstRow;
        BoundParameters = new Bm25(footer.K1, footer.B);
    }

    /// <summary>The number of the part's first row in the collection.</summary>
    public int FirstRow { get; }

    public int Rows => _footer.Rows;

    /// <summary>Rows that are not empty.</summary>
    public int FilledRows => _footer.FilledRows;

    public int Blocks => SparseBlock.Count(_footer.Rows);

    public int Terms => (int)_footer.Terms;

    public long Postings => _footer.Postings;

    public long Bytes => _bytes.Length;

    public SparseScoring Scoring => (SparseScoring)_footer.Scoring;

    /// <summary>The sum of all values of all rows, of BM25.</summary>
    public double TotalLength => _footer.TotalLength;

    /// <summary>The parameters by which the bounds were computed.</summary>
    public Bm25 BoundParameters { get; }

    /// <summary>The mean length by which the bounds were computed.</summary>
    public float BoundAverageLength => (float)_footer.AverageLength;

    /// <summary>The length of each row, up to a whole number of blocks; null unless the scoring is BM25.</summary>
    public float* Lengths => Scoring == SparseScoring.Bm25 ? (float*)(_bytes.Pointer + _footer.LengthsOffset) : null;

    private ReadOnlySpan<uint> Dimensions => new(_bytes.Pointer + _footer.DimensionsOffset, Terms);

    /// <summary>Reads what a <see cref="SparsePartWriter"/> wrote.</summary>
    /// <param name="bytes">The whole part.</param>
    /// <param name="firstRow">The number of its first row in the collection, 0 or more.</param>
    /// <exception cref="BinaryFormatException">The bytes are not a part, or a damaged one.</exception>
    public static SparsePart Open(SparseBytes bytes, int firstRow)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstRow);
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("A sparse part is little-endian and is read where it lies.");
        if (bytes.Length < sizeof(SparsePartFooter))
            throw Damaged($"must have at least {sizeof(SparsePartFooter)} bytes; it has {bytes.Length}");
        SparsePartFooter footer = Unsafe.ReadUnaligned<SparsePartFooter>(bytes.Pointer + bytes.Length - sizeof(SparsePartFooter));
        Check(footer, bytes.Length - sizeof(SparsePartFooter));
        if (firstRow > int.MaxValue - footer.Rows)
            throw new ArgumentOutOfRangeException(nameof(firstRow), firstRow, $"row numbers end at {int.MaxValue}, and the part has {footer.Rows} rows");
        return new SparsePart(bytes, footer, firstRow);
    }

    /// <summary>The position of a dimension in the dictionary, or -1.</summary>
    public int Find(uint dimension)
    {
        ReadOnlySpan<uint> dimensions = Dimensions;
        int low = 0, high = dimensions.Length - 1;
        // Hashes of terms are spread evenly: a guess by value comes near in a few steps, where halving misses the cache a dozen times.
        for (int guesses = 0; guesses < 4 && high - low > 32; guesses++)
        {
            uint least = dimensions[low], most = dimensions[high];
            if (dimension <= least || dimension >= most)
                break;
            int guess = low + (int)((double)(dimension - least) / (most - least) * (high - low));
            // Two places around the guess are tried, so that both ends close in.
            int before = Math.Max(low, guess - 8), after = Math.Min(high, guess + 8);
            if (dimensions[before] > dimension)
                high = before;
            else
                low = before;
            if (dimensions[after] < dimension)
                low = after;
            else if (after < high)
                high = after;
        }
        if (low > high)
            return -1;
        int found = dimensions.Slice(low, high - low + 1).BinarySearch(dimension);
        return found < 0 ? -1 : low + found;
    }

    /// <summary>How many rows, dead ones included, have the dimension at <paramref name="position"/> of the dictionary.</summary>
    public int Frequency(int position) => Math.Max(Entry(position).Postings, 0);

    /// <summary>The dimension at <paramref name="position"/> of the dictionary.</summary>
    public uint DimensionAt(int position) => Dimensions[position];

    /// <summary>The postings of the dimension at <paramref name="position"/> of the dictionary.</summary>
    /// <exception cref="BinaryFormatException">The part is damaged.</exception>
    public SparseTerm TermAt(int position)
    {
        SparseTermEntry entry = Entry(position);
        SparseForm form = entry.Form;
        bool whole = form.HasFlag(SparseForm.Whole), column = form.HasFlag(SparseForm.Column);
        SparseForm values = form & SparseForm.ValueMask;
        if (entry.Entries < 1 || entry.Entries > Blocks || entry.Postings < 1 || entry.Postings > Blocks * SparseBlock.Rows
            || (whole && entry.Entries != Blocks) || (column && (!whole || values != SparseForm.Bytes || Scoring != SparseScoring.Bm25))
            || values == SparseForm.ValueMask || !(entry.Highest is >= 0 and < float.PositiveInfinity)
            || !(entry.Lowest is >= 0 and < float.PositiveInfinity))
        {
            throw Damaged($"dimension {DimensionAt(position)} has an impossible entry in the dictionary");
        }

        SparseTermLayout layout = new(form, entry.Entries, entry.Postings);
        if (entry.Offset < 0 || entry.Offset > _footer.LengthsOffset - layout.Length)
            throw Damaged($"the postings of dimension {DimensionAt(position)} must lie inside it; they begin at {entry.Offset}");
        return new SparseTerm(_bytes.Pointer + entry.Offset, layout, entry);
    }

    /// <summary>Appends the part's rows to others, as they were written, in order. Takes about as long as writing them.</summary>
    /// <exception cref="BinaryFormatException">The part is damaged.</exception>
    public void CopyTo(SparseRowList rows)
    {
        int[] starts = new int[Rows + 1];
        int[] termRows = [];
        float[] termValues = [];
        // Terms ascend, and so do the dimensions of each row if it is filled term by term.
        for (int position = 0; position < Terms; position++)
        {
            int count = Read(position, ref termRows, ref termValues);
            for (int i = 0; i < count; i++)
                starts[RowInside(termRows[i]) + 1]++;
        }
        for (int row = 0; row < Rows; row++)
            starts[row + 1] = checked(starts[row] + starts[row + 1]);

        int[] next = starts[..^1];
        uint[] dimensions = new uint[starts[^1]];
        float[] values = new float[starts[^1]];
        for (int position = 0; position < Terms; position++)
        {
            uint dimension = DimensionAt(position);
            int count = Read(position, ref termRows, ref termValues);
            for (int i = 0; i < count; i++)
            {
                int to = next[termRows[i]]++;
                dimensions[to] = dimension;
                values[to] = termValues[i];
            }
        }
        for (int row = 0; row < Rows; row++)
            rows.Append(dimensions.AsSpan(starts[row]..starts[row + 1]), values.AsSpan(starts[row]..starts[row + 1]));
        GC.KeepAlive(this);
    }

    internal static BinaryFormatException Damaged(string problem) => new("sparse index", problem);

    private static void Check(SparsePartFooter footer, long end)
    {
        if (footer.Magic != SparsePartFooter.Kind)
            throw Damaged("must end with the footer of a sparse part; it does not");
        if (footer.BlockRows != SparseBlock.Rows)
            throw Damaged($"must have blocks of {SparseBlock.Rows} rows; it has {footer.BlockRows}");
        if (footer.Scoring is not ((int)SparseScoring.Dot or (int)SparseScoring.Bm25))
            throw Damaged($"must have a known scoring; it has {footer.Scoring}");
        if (footer.Rows is < 0 or > MaxRows)
            throw Damaged($"must have from 0 to {MaxRows} rows; it has {footer.Rows}");
        if (footer.FilledRows < 0 || footer.FilledRows > footer.Rows || footer.Postings < 0 || !(footer.TotalLength is >= 0 and < double.PositiveInfinity)
            || !(footer.AverageLength is > 1e-30 and < 1e30) || !(footer.K1 is >= 0 and <= 1_000) || !(footer.B is >= 0 and <= 1))
        {
            throw Damaged("has statistics that cannot be");
        }

        bool lengths = footer.Scoring == (int)SparseScoring.Bm25;
        long lengthBytes = lengths ? SparseBlock.Count(footer.Rows) * (long)(SparseBlock.Rows * sizeof(float)) : 0;
        if (footer.Terms < 0 || footer.Terms > end / sizeof(SparseTermEntry) || footer.LengthsOffset < 0 || footer.LengthsOffset > end
            || footer.DimensionsOffset != footer.LengthsOffset + lengthBytes
            || footer.EntriesOffset != footer.DimensionsOffset + (footer.Terms * sizeof(uint))
            || end != footer.EntriesOffset + (footer.Terms * sizeof(SparseTermEntry)))
        {
            throw Damaged("has sections that do not follow one another");
        }
    }

    private int Read(int position, ref int[] termRows, ref float[] termValues)
    {
        SparseTerm term = TermAt(position);
        if (termRows.Length < term.Postings)
        {
            termRows = new int[term.Postings];
            termValues = new float[term.Postings];
        }
        term.Read(termRows, termValues);
        return term.Postings;
    }

    private int RowInside(int row) => row < Rows ? row : throw Damaged($"has row {row} where there are {Rows}");

    private SparseTermEntry Entry(int position)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)position, (uint)Terms);
        return Unsafe.ReadUnaligned<SparseTermEntry>(_bytes.Pointer + _footer.EntriesOffset + ((long)position * sizeof(SparseTermEntry)));
    }
}
