namespace Perto.Vectors;

/// <summary>True or false a row.</summary>
internal sealed class BooleanColumn : PayloadColumn, ICodedColumn
{
    public const byte Missing = 0;
    public const byte False = 1;
    public const byte True = 2;

    private ColumnMemory<byte> _states;

    public BooleanColumn(int capacity)
        : this(ColumnMemory<byte>.Zeroed(capacity))
    {
    }

    private BooleanColumn(ColumnMemory<byte> states) => _states = states;

    public ReadOnlySpan<byte> States => _states.All;

    public override long HeldBytes => _states.HeldBytes;

    public static PayloadColumn[] Open(SegmentSource source, string name) =>
        Array.ConvertAll(source.Values<byte>(name), states => new BooleanColumn(states));

    public ReadOnlySpan<int> CodesOf(int row) => _states[row] switch
    {
        False => [False],
        True => [True],
        _ => [],
    };

    public override PayloadValue Get(int row) => _states[row] == Missing ? PayloadValue.None : _states[row] == True;

    public override void Set(int row, PayloadValue value)
    {
        byte state = value.Kind == PayloadKind.None ? Missing : value.Boolean ? True : False;
        _states.Writable[row] = state;
    }

    public override PayloadColumn Grown(int capacity) => new BooleanColumn(_states.Grown(capacity));

    public override void Exists(int rows, Span<ulong> bits) => RowBits.Fill(new HasState(States), rows, bits);

    public override bool Has(int row) => _states[row] != Missing;

    public override void Write(SegmentSections sections, string name, PayloadColumn[] chunks) =>
        sections.Values(name, (c, rows) => ((BooleanColumn)chunks[c])._states.Slice(0, rows));

    private readonly ref struct HasState(ReadOnlySpan<byte> states) : IRowTest
    {
        private readonly ReadOnlySpan<byte> _states = states;

        public bool Passes(int row) => _states[row] != Missing;
    }
}
