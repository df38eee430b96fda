using System.Runtime.CompilerServices;

namespace Perto.Vectors;

/// <summary>Inner products of ranges.</summary>
/// <param name="sums"><see cref="RangeScan.BufferRows"/> floats.</param>
internal readonly unsafe struct DotRangeKernel(float* sums) : IRangeKernel
{
    public float* Sums => sums;

    public void Begin(int firstBlock, int blocks) => new Span<float>(sums, blocks * SparseBlock.Rows).Clear();

    public void AddColumn(byte* frequencies, float weight) => throw new NotSupportedException("Only BM25 has columns.");

    public void Add(SparseForm form, ushort* blocks, byte* rows, byte* values, int count, float weight)
    {
        float* to = sums;
        for (int i = 0; i < count; i++)
        {
            float value = form switch
            {
                SparseForm.Ones => 1,
                SparseForm.Bytes => values[i],
                _ => Unsafe.ReadUnaligned<float>(values + (i * sizeof(float))),
            };
            to[blocks[i] + rows[i]] += weight * value;
        }
    }

    public void AddOne(int row, float value, float weight) => sums[row] += weight * value;
}
