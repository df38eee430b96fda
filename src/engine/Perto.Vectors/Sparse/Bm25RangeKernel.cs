using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Perto.Vectors;

/// <summary>BM25 of ranges.</summary>
/// <param name="buffer">Three times <see cref="RangeScan.BufferRows"/> floats.</param>
/// <param name="lengths">The length of each row of the part.</param>
/// <param name="constant">See <see cref="Bm25.NormConstant"/>.</param>
/// <param name="perLength">See <see cref="Bm25.NormPerLength"/>.</param>
internal unsafe struct Bm25RangeKernel(float* buffer, float* lengths, float constant, float perLength) : IRangeKernel
{
    private readonly float* _norms = buffer + RangeScan.BufferRows;
    private readonly float* _onceImpacts = buffer + (2 * RangeScan.BufferRows);
    private int _rows;

    public readonly float* Sums => buffer;

    public void Begin(int firstBlock, int blocks)
    {
        _rows = blocks * SparseBlock.Rows;
        float* own = lengths + ((long)firstBlock * SparseBlock.Rows);
        Vector256<float> constants = Vector256.Create(constant), perLengths = Vector256.Create(perLength), one = Vector256<float>.One;
        for (int i = 0; i < _rows; i += 8)
        {
            Vector256<float> norms = constants + (perLengths * Vector256.Load(own + i));
            norms.Store(_norms + i);
            (one / (one + norms)).Store(_onceImpacts + i);
            Vector256<float>.Zero.Store(buffer + i);
        }
    }

    public readonly void AddColumn(byte* frequencies, float weight)
    {
        Vector256<float> weights = Vector256.Create(weight);
        for (int i = 0; i < _rows; i += 8)
        {
            Vector256<float> frequency = ByteLanes.Load(frequencies + i);
            Vector256<float> impact = frequency / (frequency + Vector256.Load(_norms + i));
            (Vector256.Load(buffer + i) + (weights * impact)).Store(buffer + i);
        }
    }

    public readonly void Add(SparseForm form, ushort* blocks, byte* rows, byte* values, int count, float weight)
    {
        float* sums = buffer, norms = _norms, onceImpacts = _onceImpacts;
        switch (form)
        {
            case SparseForm.Ones:
                for (int i = 0; i < count; i++)
                {
                    int row = blocks[i] + rows[i];
                    sums[row] += weight * onceImpacts[row];
                }
                break;
            case SparseForm.Bytes:
                for (int i = 0; i < count; i++)
                {
                    int row = blocks[i] + rows[i];
                    sums[row] += weight * (values[i] == 1 ? onceImpacts[row] : Bm25.Impact(values[i], norms[row]));
                }
                break;
            default:
                for (int i = 0; i < count; i++)
                {
                    int row = blocks[i] + rows[i];
                    sums[row] += weight * Bm25.Impact(Unsafe.ReadUnaligned<float>(values + (i * sizeof(float))), norms[row]);
                }
                break;
        }
    }

    public readonly void AddOne(int row, float value, float weight) => buffer[row] += weight * Bm25.Impact(value, _norms[row]);
}
