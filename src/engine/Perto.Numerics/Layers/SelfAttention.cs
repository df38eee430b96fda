using System.Numerics;

namespace Perto.Numerics;

/// <summary>
/// Scaled dot-product attention of a sequence to itself (Vaswani et al. 2017), head by head: softmax(Q K' / sqrt(d)) V. Keys and values of a head are
/// laid out as tiles read them; six rows of scores live in the first-level cache from the product to the sum.
/// </summary>
public static unsafe class SelfAttention
{
    /// <summary>Floats of scratch memory for sequences of up to <paramref name="length"/> tokens and heads of <paramref name="headSize"/> values.</summary>
    public static long ScratchValues(int length, int headSize)
    {
        long keys = LayerTile.PaddedColumns(length);
        long values = LayerTile.PaddedColumns(headSize);
        return (keys * headSize) + (values * length) + (LayerTile.Rows * (keys + values));
    }

    /// <summary>Attends.</summary>
    /// <param name="projections">For each token a row of its queries, keys and values: three times heads x head size.</param>
    /// <param name="stride">Values from one row to the next. From the first row of the sequence on there is room for whole tiles of rows, see <see cref="LayerShape.PaddedRows"/>; what stands in those behind the sequence does not matter.</param>
    /// <param name="length">Tokens of the sequence.</param>
    /// <param name="heads">How many heads.</param>
    /// <param name="headSize">Values of a head.</param>
    /// <param name="context">Receives heads x head size values for each token.</param>
    /// <param name="contextStride">Values from one row of it to the next.</param>
    /// <param name="scratch">As much memory as <see cref="ScratchValues"/> says.</param>
    public static void Attend(
        float* projections, nint stride, int length, int heads, int headSize, float* context, nint contextStride, float* scratch)
    {
        int keyColumns = LayerTile.PaddedColumns(length);
        int valueColumns = LayerTile.PaddedColumns(headSize);
        float* keys = scratch;
        float* values = keys + ((nint)keyColumns * headSize);
        float* scores = values + ((nint)valueColumns * length);
        float* sums = scores + (LayerTile.Rows * keyColumns);
        float* inverses = stackalloc float[LayerTile.Rows];
        float scale = 1 / MathF.Sqrt(headSize);
        nint width = (nint)heads * headSize;
        for (int head = 0; head < heads; head++)
        {
            float* queries = projections + ((nint)head * headSize);
            PackKeys(queries + width, stride, length, headSize, keys);
            PackValues(queries + (2 * width), stride, length, headSize, values);
            for (int top = 0; top < length; top += LayerTile.Rows)
            {
                int rows = Math.Min(LayerTile.Rows, length - top);
                Product(queries + (top * stride), stride, keys, headSize, scores, keyColumns);
                for (int row = 0; row < LayerTile.Rows; row++)
                    inverses[row] = Exponentials(scores + (row * keyColumns), length, row < rows ? scale : 0);
                Product(scores, keyColumns, values, length, sums, valueColumns);
                float* target = context + (top * contextStride) + ((nint)head * headSize);
                for (int row = 0; row < rows; row++)
                    Scale(sums + (row * valueColumns), inverses[row], target + (row * contextStride), headSize);
            }
        }
    }

    private static void Product(float* a, nint aStride, float* panels, int depth, float* c, int columns)
    {
        int width = LayerTile.Columns;
        for (int left = 0; left < columns; left += width)
            LayerTile.Multiply(a, aStride, panels + ((nint)left * depth), depth, c + left, columns, start: null, keep: false);
    }

    private static void PackKeys(float* source, nint stride, int length, int headSize, float* panels)
    {
        int width = LayerTile.Columns;
        for (int left = 0; left < length; left += width)
        {
            float* panel = panels + ((nint)left * headSize);
            int count = Math.Min(width, length - left);
            for (int column = 0; column < count; column++)
            {
                float* key = source + ((left + column) * stride);
                for (int k = 0; k < headSize; k++)
                    panel[(k * width) + column] = key[k];
            }

            // Scores of keys that are not there are never used; they only must be numbers.
            for (int k = 0; k < headSize && count < width; k++)
                new Span<float>(panel + (k * width) + count, width - count).Clear();
        }
    }

    private static void PackValues(float* source, nint stride, int length, int headSize, float* panels)
    {
        int width = LayerTile.Columns;
        for (int left = 0; left < headSize; left += width)
        {
            int count = Math.Min(width, headSize - left);
            for (int row = 0; row < length; row++, panels += width)
            {
                new ReadOnlySpan<float>(source + (row * stride) + left, count).CopyTo(new Span<float>(panels, width));
                new Span<float>(panels + count, width - count).Clear();
            }
        }
    }

    /// <summary>Replaces scores by e to their power, less the greatest, and returns the inverse of the sum.</summary>
    private static float Exponentials(float* scores, int length, float scale)
    {
        int width = Vector<float>.Count;
        int whole = length / width * width;
        Vector<float> tops = new(float.NegativeInfinity);
        for (int i = 0; i < whole; i += width)
            tops = Vector.Max(tops, Vector.Load(scores + i));
        float top = float.NegativeInfinity;
        for (int i = 0; i < width; i++)
            top = Math.Max(top, tops[i]);
        for (int i = whole; i < length; i++)
            top = Math.Max(top, scores[i]);

        Vector<float> factor = new(scale);
        Vector<float> greatest = new(-top * scale);
        Vector<float> sums = Vector<float>.Zero;
        for (int i = 0; i < whole; i += width)
        {
            Vector<float> power = VectorFunctions.Exp(Vector.FusedMultiplyAdd(Vector.Load(scores + i), factor, greatest));
            power.Store(scores + i);
            sums += power;
        }

        float sum = Vector.Sum(sums);
        if (whole < length)
        {
            // There is room for the whole vector: rows of scores are whole tiles.
            VectorFunctions.Exp(Vector.FusedMultiplyAdd(Vector.Load(scores + whole), factor, greatest)).Store(scores + whole);
            for (int i = whole; i < length; i++)
                sum += scores[i];
        }

        return 1 / sum;
    }

    private static void Scale(float* source, float factor, float* target, int count)
    {
        int i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
            (Vector.Load(source + i) * factor).Store(target + i);
        for (; i < count; i++)
            target[i] = source[i] * factor;
    }
}
