namespace Perto.Vectors;

/// <summary>A 64-bit integer a row: an integer, or a moment in Unix microseconds.</summary>
internal sealed class IntegerColumn(PayloadKind kind, long[] integers, bool[] exists) : PayloadColumn
{
    public long[] Integers => integers;

    public bool[] HasValue => exists;

    public override long Bytes => integers.Length * (sizeof(long) + sizeof(bool));

    public override PayloadValue Get(int row)
    {
        if (!exists[row])
            return PayloadValue.None;
        return kind == PayloadKind.Time ? PayloadValue.FromMicros(integers[row]) : integers[row];
    }

    public override void Set(int row, PayloadValue value)
    {
        exists[row] = value.Kind != PayloadKind.None;
        integers[row] = value.Kind switch
        {
            PayloadKind.None => 0,
            PayloadKind.Time => value.TimeMicros,
            _ => value.Integer,
        };
    }

    public override PayloadColumn Grown(int capacity)
    {
        long[] grown = new long[capacity];
        integers.CopyTo(grown, 0);
        bool[] grownExists = new bool[capacity];
        exists.CopyTo(grownExists, 0);
        return new IntegerColumn(kind, grown, grownExists);
    }

    public override void Exists(int rows, Span<ulong> bits) => RowBits.Fill(new HasInteger(exists), rows, bits);

    private readonly struct HasInteger(bool[] exists) : IRowTest
    {
        public bool Passes(int row) => exists[row];
    }
}
