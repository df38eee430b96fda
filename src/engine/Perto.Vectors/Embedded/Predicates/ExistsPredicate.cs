namespace Perto.Vectors;

/// <summary>The field has a value.</summary>
internal sealed class ExistsPredicate(int field) : RowPredicate
{
    public override void Evaluate(Chunk chunk, int rows, Span<ulong> bits) => chunk.Payload[field].Exists(rows, bits);
}
