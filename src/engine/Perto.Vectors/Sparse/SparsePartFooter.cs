using System.Runtime.InteropServices;

namespace Perto.Vectors;

/// <summary>
/// The last bytes of a part; they come last because a part is written in one go. Little-endian.
/// <code>
/// terms        the streams of each term (SparseTermLayout), ascending by dimension, each at an even offset
/// lengths      float a row, up to a whole number of blocks; BM25 only
/// dimensions   uint a term, ascending
/// entries      SparseTermEntry a term
/// footer
/// </code>
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SparsePartFooter
{
    /// <summary>"PSPARSE1".</summary>
    public const ulong Kind = 0x3145535241505350;

    public ulong Magic;
    public int Scoring;
    public int BlockRows;
    public int Rows;

    /// <summary>Rows that are not empty.</summary>
    public int FilledRows;

    public long Terms;
    public long Postings;
    public double TotalLength;
    public float K1;
    public float B;

    /// <summary>The mean length by which the bounds were computed.</summary>
    public double AverageLength;

    public long LengthsOffset;
    public long DimensionsOffset;
    public long EntriesOffset;
}
