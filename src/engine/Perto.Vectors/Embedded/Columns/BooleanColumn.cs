namespace Perto.Vectors;

/// <summary>True or false a row.</summary>
internal sealed class BooleanColumn(byte[] states) : PayloadColumn
{
    public const byte Missing = 0;
    public const byte False = 1;
    public const byte True = 2;

    public byte[] States => states;

    public override long Bytes => states.Length;

    public override PayloadValue Get(int row) => states[row] == Missing ? PayloadValue.None : states[row] == True;

    public override void Set(int row, PayloadValue value)
    {
        if (value.Kind == PayloadKind.None)
            states[row] = Missing;
        else
            states[row] = value.Boolean ? True : False;
    }

    public override PayloadColumn Grown(int capacity)
    {
        byte[] grown = new byte[capacity];
        states.CopyTo(grown, 0);
        return new BooleanColumn(grown);
    }

    public override void Exists(int rows, Span<ulong> bits) => RowBits.Fill(new HasState(states), rows, bits);

    private readonly struct HasState(byte[] states) : IRowTest
    {
        public bool Passes(int row) => states[row] != Missing;
    }
}
