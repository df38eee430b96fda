using System.Numerics;
using System.Runtime.CompilerServices;
using Perto.Numerics;

namespace Perto.Vectors;

/// <summary>
/// A byte for each dimension, as of <see cref="ByteCodes{TForm}"/>, its upper four bits apart from its lower four. Walks compare the upper halves alone,
/// which is half the memory to fetch, and the few that they find are compared by both (two-level quantisation as in LVQ, Aguerrebere et al. 2023).
/// </summary>
internal readonly unsafe struct TwoLevelCodes<TForm> : ICodes
    where TForm : struct, IInnerProductForm
{
    private const int Zero = 128;
    private const int Limit = 127;

    // What the upper half stands for: the middle of the 16 values that share it.
    private const float Middle = 7.5f;

    // Beyond it values are cut. The upper halves alone are the better the less there is to cover; of a normal distribution it cuts 1 in 1,000.
    private const float Deviations = 3.2f;

    private readonly int _dimension;
    private readonly int _half;
    private readonly float _unitStep;
    private readonly float[]? _centre;
    private readonly Rotation _rotation;

    public TwoLevelCodes(int dimension, float[]? centre)
    {
        _dimension = dimension;
        _half = Half(dimension);
        _unitStep = Steps.UnitClip(dimension, Deviations) / Limit;
        _centre = centre;
        _rotation = new Rotation(dimension);
    }

    public int CodeBytes => WalkBytes + _half;

    public int WalkBytes => TForm.IsUnit ? _half : _half + RowTail.Bytes;

    public static bool HasRefinement => true;

    public int QueryBytes => QueryHead.Bytes + (2 * _half);

    public int ScratchFloats => 2 * _dimension;

    /// <summary>Whether halves are shorter in memory than the whole, and take no more room.</summary>
    public static bool Suits(int dimension) => Half(dimension) < Steps.Padded(dimension) && 2 * Half(dimension) <= Steps.Padded(dimension);

    public void Encode(ReadOnlySpan<byte> vector, Span<float> scratch, byte* code)
    {
        Span<float> values = Steps.Transform(vector, _centre, _rotation, scratch);
        float step = TForm.IsUnit ? _unitStep : Steps.Largest(values) / Limit;
        byte* lower = code + WalkBytes;
        fixed (float* rounded = scratch[_dimension..])
        {
            sbyte* steps = (sbyte*)rounded;
            Steps.Round(values, step, Limit, steps);
            for (int i = 0; i < _half; i++)
            {
                int first = Stored(steps, i), second = Stored(steps, i + _half);
                code[i] = (byte)((first >> 4) | (second & 0xF0));
                lower[i] = (byte)((first & 0x0F) | ((second & 0x0F) << 4));
            }
        }
        if (!TForm.IsUnit)
            *(RowTail*)(code + _half) = new RowTail { Scale = step, Squares = Steps.Squares(values) };
    }

    public void Prepare(ReadOnlySpan<byte> vector, Span<float> scratch, byte* query)
    {
        Span<float> values = Steps.Transform(vector, _centre, _rotation, scratch);
        float step = Steps.Largest(values) / Limit;
        sbyte* steps = (sbyte*)(query + QueryHead.Bytes);
        new Span<sbyte>(steps, 2 * _half).Clear();
        int sum = Steps.Round(values, step, Limit, steps);
        *(QueryHead*)query = new QueryHead { Scale = Scaled(step), Squares = Steps.Squares(values), Total = sum };
    }

    public void Prepare(byte* code, byte* query)
    {
        sbyte* steps = (sbyte*)(query + QueryHead.Bytes);
        int sum = Join(code, code + WalkBytes, steps, _half);
        // What fills up stands for zero and is stored so.
        RowTail tail = TForm.IsUnit ? new RowTail { Scale = _unitStep } : *(RowTail*)(code + _half);
        *(QueryHead*)query = new QueryHead { Scale = Scaled(tail.Scale), Squares = tail.Squares, Total = sum };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Distance(byte* query, byte* code)
    {
        QueryHead* head = (QueryHead*)query;
        int upper = CodeDistances.DotNibbles(code, (sbyte*)(query + QueryHead.Bytes), _half);
        return Distance(head, ((16 * upper) - ((Zero - Middle) * head->Total)) * head->Scale, code);
    }

    public float Refine(byte* query, byte* code)
    {
        QueryHead* head = (QueryHead*)query;
        sbyte* steps = (sbyte*)(query + QueryHead.Bytes);
        int both = (16 * CodeDistances.DotNibbles(code, steps, _half)) + CodeDistances.DotNibbles(code + WalkBytes, steps, _half);
        return Distance(head, (both - (Zero * head->Total)) * head->Scale, code);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float Distance(QueryHead* head, float product, byte* code)
    {
        if (TForm.IsUnit)
            return TForm.Distance(product, 1, 1);
        RowTail* tail = (RowTail*)(code + _half);
        return TForm.Distance(product * tail->Scale, head->Squares, tail->Squares);
    }

    // Puts halves together to steps with sign; gives their sum. Lengths are multiples of a vector's.
    private static int Join(byte* upper, byte* lower, sbyte* steps, int half)
    {
        Vector<byte> low = new(0x0F), high = new(0xF0), zero = new(Zero);
        Vector<uint> sums = default;
        for (int i = 0; i < half; i += Vector<byte>.Count)
        {
            Vector<byte> above = Vector.Load(upper + i), below = Vector.Load(lower + i);
            Vector<byte> first = Shifted(above & low, left: true) | (below & low);
            Vector<byte> second = (above & high) | Shifted(below & high, left: false);
            Vector.Store((first - zero).As<byte, sbyte>(), steps + i);
            Vector.Store((second - zero).As<byte, sbyte>(), steps + half + i);
            Vector.Widen(first, out Vector<ushort> a, out Vector<ushort> b);
            Vector.Widen(second, out Vector<ushort> c, out Vector<ushort> d);
            Vector.Widen(a + b + c + d, out Vector<uint> e, out Vector<uint> f);
            sums += e + f;
        }
        return (int)Vector.Sum(sums) - (2 * half * Zero);

        // Four bits, inside bytes: the others are clear.
        static Vector<byte> Shifted(Vector<byte> values, bool left) => Vector.AsVectorByte(
            left ? Vector.ShiftLeft(Vector.AsVectorUInt16(values), 4) : Vector.ShiftRightLogical(Vector.AsVectorUInt16(values), 4));
    }

    private static int Half(int dimension) => Steps.Padded((dimension + 1) / 2);

    private int Stored(sbyte* steps, int i) => (i < _dimension ? steps[i] : 0) + Zero;

    private float Scaled(float step) => TForm.IsUnit ? step * _unitStep : step;
}
