namespace Perto.Vectors;

/// <summary>A number a row; NaN, which no record can hold, where the row has none.</summary>
internal sealed class NumberColumn(double[] numbers) : PayloadColumn
{
    public double[] Numbers => numbers;

    public override long Bytes => numbers.Length * sizeof(double);

    public override PayloadValue Get(int row) => double.IsNaN(numbers[row]) ? PayloadValue.None : numbers[row];

    public override void Set(int row, PayloadValue value) =>
        numbers[row] = value.Kind == PayloadKind.None ? double.NaN : value.Number;

    public override PayloadColumn Grown(int capacity)
    {
        double[] grown = new double[capacity];
        numbers.CopyTo(grown, 0);
        return new NumberColumn(grown);
    }

    public override void Exists(int rows, Span<ulong> bits) => RowBits.Fill(new HasNumber(numbers), rows, bits);

    private readonly struct HasNumber(double[] numbers) : IRowTest
    {
        public bool Passes(int row) => !double.IsNaN(numbers[row]);
    }
}
