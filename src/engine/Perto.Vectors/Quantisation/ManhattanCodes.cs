using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Perto.Numerics;

namespace Perto.Vectors;

/// <summary>
/// A byte for each dimension with one step size for all, for the Manhattan distance, which no rotation keeps. What lies outside the range that the
/// training vectors had is cut to it: it is far from all others anyway.
/// </summary>
internal readonly unsafe struct ManhattanCodes : ICodes
{
    private const int Last = 255;

    private readonly int _length;
    private readonly float[] _low;
    private readonly float _step;

    /// <param name="low">The lowest value of each dimension.</param>
    /// <param name="range">The widest range of a dimension.</param>
    public ManhattanCodes(float[] low, float range)
    {
        _low = low;
        _length = Steps.Padded(low.Length);
        _step = MathF.Max(range, float.Epsilon) / Last;
    }

    public int CodeBytes => _length;

    public int WalkBytes => CodeBytes;

    public static bool HasRefinement => false;

    public int QueryBytes => _length;

    public int ScratchFloats => 0;

    public void Encode(ReadOnlySpan<byte> vector, Span<float> scratch, byte* code)
    {
        ReadOnlySpan<float> values = MemoryMarshal.Cast<byte, float>(vector);
        for (int i = 0; i < values.Length; i++)
            code[i] = (byte)Math.Clamp(MathF.Round((values[i] - _low[i]) / _step), 0, Last);
    }

    public void Prepare(ReadOnlySpan<byte> vector, Span<float> scratch, byte* query)
    {
        new Span<byte>(query, _length).Clear();
        Encode(vector, scratch, query);
    }

    public void Prepare(byte* code, byte* query) => new Span<byte>(code, _length).CopyTo(new Span<byte>(query, _length));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Distance(byte* query, byte* code) => CodeDistances.Manhattan(query, code, _length) * _step;

    public float Refine(byte* query, byte* code) => Distance(query, code);
}
