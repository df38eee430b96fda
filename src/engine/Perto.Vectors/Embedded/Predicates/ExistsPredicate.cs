namespace Perto.Vectors;

/// <summary>The field has a value.</summary>
internal sealed class ExistsPredicate(int field) : RowPredicate
{
    public override void Evaluate(Chunk chunk, int rows, Span<ulong> bits) => chunk.Payload[field].Exists(rows, bits);

    public override bool Passes(Chunk chunk, int row) => chunk.Payload[field].Has(row);
}
