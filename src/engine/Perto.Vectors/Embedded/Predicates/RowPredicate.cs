namespace Perto.Vectors;

/// <summary>A filter compiled for one table. It looks at numbers only, never at a string.</summary>
internal abstract class RowPredicate
{
    /// <summary>
    /// Sets the bits of the first <paramref name="rows"/> rows that match. Bits beyond them may be set too: the caller keeps what is live.
    /// </summary>
    public abstract void Evaluate(Chunk chunk, int rows, Span<ulong> bits);

    /// <summary>Whether one row matches.</summary>
    public abstract bool Passes(Chunk chunk, int row);

    /// <summary>About how many rows match, dead ones among them; exact for one value and for one range.</summary>
    public abstract double Estimate(in IndexScope scope);

    /// <summary>
    /// Sets the bits of the rows that match, through an index where few do. Bits beyond the scope's rows may be set too.
    /// </summary>
    public abstract void Fill(in IndexScope scope, Span<ulong> bits);
}
