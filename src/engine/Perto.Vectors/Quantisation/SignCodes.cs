using System.Numerics;
using System.Runtime.CompilerServices;

namespace Perto.Vectors;

/// <summary>
/// One bit for each dimension, the sign after rotation, and behind it the factor that makes estimated inner products unbiased (RaBitQ, Gao and Long
/// 2024, without its error bound). A query has four bits a dimension, kept as four planes of bits.
/// </summary>
internal readonly unsafe struct SignCodes<TForm> : ICodes
    where TForm : struct, IInnerProductForm
{
    private const int Planes = 4;
    private const int LastStep = (1 << Planes) - 1;

    private readonly int _words;
    private readonly float[]? _centre;
    private readonly Rotation _rotation;

    public SignCodes(int dimension, float[]? centre)
    {
        ScratchFloats = dimension;
        _words = (dimension + 63) / 64;
        _centre = centre;
        _rotation = new Rotation(dimension);
    }

    public int CodeBytes => (_words * sizeof(ulong)) + RowTail.Bytes;

    public int WalkBytes => CodeBytes;

    public static bool HasRefinement => false;

    public int QueryBytes => QueryHead.Bytes + (Planes * _words * sizeof(ulong));

    public int ScratchFloats { get; }

    public void Encode(ReadOnlySpan<byte> vector, Span<float> scratch, byte* code)
    {
        Span<float> values = Steps.Transform(vector, _centre, _rotation, scratch);
        ulong* words = (ulong*)code;
        float magnitudes = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] > 0)
                words[i / 64] |= 1UL << (i % 64);
            magnitudes += MathF.Abs(values[i]);
        }
        float squares = Steps.Squares(values);
        *(RowTail*)(words + _words) = new RowTail { Scale = magnitudes > 0 ? squares / magnitudes : 0, Squares = squares };
    }

    public void Prepare(ReadOnlySpan<byte> vector, Span<float> scratch, byte* query)
    {
        Span<float> values = Steps.Transform(vector, _centre, _rotation, scratch);
        ulong* planes = (ulong*)(query + QueryHead.Bytes);
        new Span<ulong>(planes, Planes * _words).Clear();
        float largest = Steps.Largest(values);
        float step = 2 * largest / LastStep;
        int sum = 0;
        for (int i = 0; i < values.Length && step > 0; i++)
        {
            int value = Math.Clamp((int)MathF.Round((values[i] + largest) / step), 0, LastStep);
            sum += value;
            for (int plane = 0; plane < Planes; plane++)
                planes[(plane * _words) + (i / 64)] |= (ulong)((value >> plane) & 1) << (i % 64);
        }
        *(QueryHead*)query = Head(step, -largest, sum, Steps.Squares(values));
    }

    public void Prepare(byte* code, byte* query)
    {
        ulong* words = (ulong*)code;
        ulong* planes = (ulong*)(query + QueryHead.Bytes);
        new Span<ulong>(planes + _words, (Planes - 1) * _words).Clear();
        int ones = 0;
        for (int w = 0; w < _words; w++)
        {
            planes[w] = words[w];
            ones += BitOperations.PopCount(words[w]);
        }
        // The vector that the code stands for: every coordinate of the factor's magnitude.
        RowTail* tail = (RowTail*)(words + _words);
        *(QueryHead*)query = Head(2 * tail->Scale, -tail->Scale, ones, tail->Squares);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Distance(byte* query, byte* code)
    {
        QueryHead* head = (QueryHead*)query;
        ulong* first = (ulong*)(query + QueryHead.Bytes);
        ulong* second = first + _words, third = second + _words, fourth = third + _words, words = (ulong*)code;
        int sum = 0, ones = 0;
        for (int w = 0; w < _words; w++)
        {
            ulong word = words[w];
            ones += BitOperations.PopCount(word);
            sum += BitOperations.PopCount(word & first[w])
                + (BitOperations.PopCount(word & second[w]) << 1)
                + (BitOperations.PopCount(word & third[w]) << 2)
                + (BitOperations.PopCount(word & fourth[w]) << 3);
        }
        // Signs times values: twice what the set bits sum up to, less the sum of all values.
        float signed = (2 * ((head->Low * ones) + (head->Scale * sum))) - head->Total;
        RowTail* tail = (RowTail*)(words + _words);
        return TForm.Distance(signed * tail->Scale, head->Squares, tail->Squares);
    }

    public float Refine(byte* query, byte* code) => Distance(query, code);

    private QueryHead Head(float step, float low, int sum, float squares) =>
        new() { Scale = step, Squares = squares, Low = low, Total = (low * ScratchFloats) + (step * sum) };
}
