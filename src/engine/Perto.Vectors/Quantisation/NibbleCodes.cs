using System.Runtime.CompilerServices;
using Perto.Numerics;

namespace Perto.Vectors;

/// <summary>
/// Four bits for each dimension, the second half of the dimensions in the upper halves of the bytes: half the memory of <see cref="ByteCodes{TForm}"/>,
/// and estimates coarse enough that more candidates must be scored again.
/// </summary>
internal readonly unsafe struct NibbleCodes<TForm> : ICodes
    where TForm : struct, IInnerProductForm
{
    private const int Zero = 8;
    private const int Limit = 7;
    private const int QueryLimit = 127;

    // Where the error of rounding and that of clipping balance for a normal distribution.
    private const float Deviations = 2.7f;

    private readonly int _dimension;
    private readonly int _length;
    private readonly float _unitStep;
    private readonly float[]? _centre;
    private readonly Rotation _rotation;

    public NibbleCodes(int dimension, float[]? centre)
    {
        _dimension = dimension;
        _length = Steps.Padded((dimension + 1) / 2);
        _unitStep = Steps.UnitClip(dimension, Deviations) / Limit;
        _centre = centre;
        _rotation = new Rotation(dimension);
    }

    public int CodeBytes => TForm.IsUnit ? _length : _length + RowTail.Bytes;

    public int WalkBytes => CodeBytes;

    public static bool HasRefinement => false;

    public int QueryBytes => QueryHead.Bytes + (2 * _length);

    public int ScratchFloats => 2 * _dimension;

    public void Encode(ReadOnlySpan<byte> vector, Span<float> scratch, byte* code)
    {
        Span<float> values = Steps.Transform(vector, _centre, _rotation, scratch);
        float step = TForm.IsUnit ? _unitStep : MathF.Min(Steps.Largest(values), Clip(values)) / Limit;
        fixed (float* rounded = scratch[_dimension..])
        {
            sbyte* steps = (sbyte*)rounded;
            Steps.Round(values, step, Limit, steps);
            for (int i = 0; i < _length; i++)
                code[i] = (byte)(Nibble(steps, i) | (Nibble(steps, i + _length) << 4));
        }
        if (!TForm.IsUnit)
            *(RowTail*)(code + _length) = new RowTail { Scale = step, Squares = Steps.Squares(values) };
    }

    public void Prepare(ReadOnlySpan<byte> vector, Span<float> scratch, byte* query)
    {
        Span<float> values = Steps.Transform(vector, _centre, _rotation, scratch);
        float step = Steps.Largest(values) / QueryLimit;
        sbyte* steps = (sbyte*)(query + QueryHead.Bytes);
        new Span<sbyte>(steps, 2 * _length).Clear();
        int sum = Steps.Round(values, step, QueryLimit, steps);
        *(QueryHead*)query = new QueryHead { Scale = Scaled(step), Squares = Steps.Squares(values), Bias = Zero * sum };
    }

    public void Prepare(byte* code, byte* query)
    {
        sbyte* steps = (sbyte*)(query + QueryHead.Bytes);
        int sum = 0;
        for (int i = 0; i < 2 * _length; i++)
        {
            int value = i < _dimension ? (i < _length ? code[i] & 0x0F : code[i - _length] >> 4) - Zero : 0;
            steps[i] = (sbyte)value;
            sum += value;
        }
        RowTail tail = TForm.IsUnit ? new RowTail { Scale = _unitStep } : *(RowTail*)(code + _length);
        *(QueryHead*)query = new QueryHead { Scale = Scaled(tail.Scale), Squares = tail.Squares, Bias = Zero * sum };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Distance(byte* query, byte* code)
    {
        QueryHead* head = (QueryHead*)query;
        float product = (CodeDistances.DotNibbles(code, (sbyte*)(query + QueryHead.Bytes), _length) - head->Bias) * head->Scale;
        if (TForm.IsUnit)
            return TForm.Distance(product, 1, 1);
        RowTail* tail = (RowTail*)(code + _length);
        return TForm.Distance(product * tail->Scale, head->Squares, tail->Squares);
    }

    public float Refine(byte* query, byte* code) => Distance(query, code);

    private int Nibble(sbyte* steps, int i) => i < _dimension ? steps[i] + Zero : Zero;

    private static float Clip(ReadOnlySpan<float> values) => Deviations * MathF.Sqrt(Steps.Squares(values) / values.Length);

    private float Scaled(float step) => TForm.IsUnit ? step * _unitStep : step;
}
