namespace Perto.Vectors;

/// <summary>A filter compiled for one table: answers for a whole chunk at a time, in bits, without looking at a string.</summary>
internal abstract class RowPredicate
{
    /// <summary>
    /// Sets the bits of the first <paramref name="rows"/> rows that match. Bits beyond them may be set too: the caller keeps what is live.
    /// </summary>
    public abstract void Evaluate(Chunk chunk, int rows, Span<ulong> bits);
}
