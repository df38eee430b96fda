using System.Numerics;
using System.Runtime.CompilerServices;
using Perto.Numerics;

namespace Perto.Vectors;

/// <summary>
/// A byte for each dimension: a rotated coordinate in steps, stored without sign, compared with a query of 7 bits so that products of pairs stay inside
/// 16 bits. Unit vectors share one step size; others keep theirs, and their length, behind the code.
/// </summary>
internal readonly unsafe struct ByteCodes<TForm> : ICodes
    where TForm : struct, IInnerProductForm
{
    private const int Zero = 128;
    private const int Limit = 127;
    private const int QueryLimit = 63;
    private const float Deviations = 4;

    private readonly int _length;
    private readonly float _unitStep;
    private readonly float[]? _centre;
    private readonly Rotation _rotation;

    public ByteCodes(int dimension, float[]? centre)
    {
        ScratchFloats = dimension;
        _length = Steps.Padded(dimension);
        _unitStep = Steps.UnitClip(dimension, Deviations) / Limit;
        _centre = centre;
        _rotation = new Rotation(dimension);
    }

    public int CodeBytes => TForm.IsUnit ? _length : _length + RowTail.Bytes;

    public int WalkBytes => CodeBytes;

    public static bool HasRefinement => false;

    public int QueryBytes => QueryHead.Bytes + _length;

    public int ScratchFloats { get; }

    public void Encode(ReadOnlySpan<byte> vector, Span<float> scratch, byte* code)
    {
        Span<float> values = Steps.Transform(vector, _centre, _rotation, scratch);
        float step = TForm.IsUnit ? _unitStep : Steps.Largest(values) / Limit;
        Steps.Round(values, step, Limit, (sbyte*)code);
        for (int i = 0; i < values.Length; i++)
            code[i] += Zero;
        if (!TForm.IsUnit)
            *(RowTail*)(code + _length) = new RowTail { Scale = step, Squares = Steps.Squares(values) };
    }

    public void Prepare(ReadOnlySpan<byte> vector, Span<float> scratch, byte* query)
    {
        Span<float> values = Steps.Transform(vector, _centre, _rotation, scratch);
        float step = Steps.Largest(values) / QueryLimit;
        sbyte* steps = (sbyte*)(query + QueryHead.Bytes);
        Clear(steps, values.Length);
        int sum = Steps.Round(values, step, QueryLimit, steps);
        *(QueryHead*)query = new QueryHead { Scale = Scaled(step), Squares = Steps.Squares(values), Bias = Zero * sum };
    }

    public void Prepare(byte* code, byte* query)
    {
        sbyte* steps = (sbyte*)(query + QueryHead.Bytes);
        int sum = Halve(code, steps, ScratchFloats);
        Clear(steps, ScratchFloats);
        RowTail tail = TForm.IsUnit ? new RowTail { Scale = _unitStep } : *(RowTail*)(code + _length);
        *(QueryHead*)query = new QueryHead { Scale = Scaled(2 * tail.Scale), Squares = tail.Squares, Bias = Zero * sum };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Distance(byte* query, byte* code)
    {
        QueryHead* head = (QueryHead*)query;
        float product = (CodeDistances.Dot(code, (sbyte*)(query + QueryHead.Bytes), _length) - head->Bias) * head->Scale;
        if (TForm.IsUnit)
            return TForm.Distance(product, 1, 1);
        RowTail* tail = (RowTail*)(code + _length);
        return TForm.Distance(product * tail->Scale, head->Squares, tail->Squares);
    }

    public float Refine(byte* query, byte* code) => Distance(query, code);

    // Half the steps, rounded: a query has a bit less than a code. Codes are at least 1, so halves lie within +-64.
    private static int Halve(byte* code, sbyte* steps, int length)
    {
        const int ZeroOfHalf = Zero / 2;
        int i = 0, sum = 0;
        Vector<uint> sums = default;
        for (; i + Vector<byte>.Count <= length; i += Vector<byte>.Count)
        {
            Vector<byte> stored = Vector.Load(code + i);
            Vector<byte> half = Vector.ShiftRightLogical(stored, 1) + (stored & Vector<byte>.One);
            Vector.Store((half - new Vector<byte>(ZeroOfHalf)).As<byte, sbyte>(), steps + i);
            Vector.Widen(half, out Vector<ushort> lower, out Vector<ushort> upper);
            Vector.Widen(lower + upper, out Vector<uint> first, out Vector<uint> second);
            sums += first + second;
        }
        sum = (int)Vector.Sum(sums) - (i * ZeroOfHalf);
        for (; i < length; i++)
        {
            int half = (code[i] >> 1) + (code[i] & 1) - ZeroOfHalf;
            steps[i] = (sbyte)half;
            sum += half;
        }
        return sum;
    }

    private float Scaled(float step) => TForm.IsUnit ? step * _unitStep : step;

    private void Clear(sbyte* steps, int from) => new Span<sbyte>(steps + from, _length - from).Clear();
}
