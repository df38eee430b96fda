using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Perto.Vectors;

/// <summary>BM25. Vectors and single rows are computed by the same operations, so that scores are equal bit for bit.</summary>
/// <param name="buffer">Three times <see cref="BufferRows"/> floats.</param>
/// <param name="lengths">The length of each row of the part.</param>
/// <param name="constant">See <see cref="Bm25.NormConstant"/>.</param>
/// <param name="perLength">See <see cref="Bm25.NormPerLength"/>.</param>
internal unsafe struct Bm25Kernel(float* buffer, float* lengths, float constant, float perLength) : IBlockKernel
{
    /// <summary>A place for every byte, and no less: rows come from the part unchecked.</summary>
    public const int BufferRows = 256;

    // Fewer are scored one by one: the lengths of the other rows are not even read.
    private const int PostingsWorthNorms = 4;

    private readonly float* _norms = buffer + BufferRows;
    private readonly float* _onceImpacts = buffer + (2 * BufferRows);
    private float* _lengths;
    private bool _normed;

    public static bool OnlyPositive => true;

    public readonly float* Sums => buffer;

    public readonly ulong Present => ulong.MaxValue;

    public void Begin(int block)
    {
        _lengths = lengths + ((long)block * SparseBlock.Rows);
        _normed = false;
        Prefetch.Of(_lengths);
        for (int i = 0; i < SparseBlock.Rows; i += 8)
            Vector256<float>.Zero.Store(buffer + i);
    }

    public void Add(in SparseTerm term, PartEntry entry, int block, float weight)
    {
        if (term.IsColumn)
        {
            AddColumn(term.Column(block), weight);
            return;
        }
        int count = entry.Count;
        byte* rows = term.RowsAt(entry.First);
        byte* values = term.ValuesAt(entry.First);
        SparseForm form = term.Form & SparseForm.ValueMask;
        if (count < PostingsWorthNorms && !_normed)
        {
            for (int i = 0; i < count; i++)
                buffer[rows[i]] += weight * Bm25.Impact(Frequency(form, values, i), Norm(rows[i]));
            return;
        }

        NormAll();
        switch (form)
        {
            case SparseForm.Ones:
                for (int i = 0; i < count; i++)
                    buffer[rows[i]] += weight * _onceImpacts[rows[i]];
                break;
            case SparseForm.Bytes:
                for (int i = 0; i < count; i++)
                    buffer[rows[i]] += weight * (values[i] == 1 ? _onceImpacts[rows[i]] : Bm25.Impact(values[i], _norms[rows[i]]));
                break;
            default:
                for (int i = 0; i < count; i++)
                    buffer[rows[i]] += weight * Bm25.Impact(Frequency(form, values, i), _norms[rows[i]]);
                break;
        }
    }

    public readonly void AddTo(ulong rows, in SparseTerm term, PartEntry entry, int block, float weight)
    {
        if (term.IsColumn)
        {
            byte* frequencies = term.Column(block);
            for (ulong left = rows; left != 0; left &= left - 1)
            {
                int row = BitOperations.TrailingZeroCount(left);
                buffer[row] += weight * Bm25.Impact(frequencies[row], Norm((byte)row));
            }
            return;
        }
        int count = entry.Count;
        byte* termRows = term.RowsAt(entry.First);
        byte* values = term.ValuesAt(entry.First);
        SparseForm form = term.Form & SparseForm.ValueMask;
        for (int i = 0; i < count; i++)
        {
            if ((rows >> termRows[i] & 1) != 0)
                buffer[termRows[i]] += weight * Bm25.Impact(Frequency(form, values, i), Norm(termRows[i]));
        }
    }

    private static float Frequency(SparseForm form, byte* values, int posting) => form switch
    {
        SparseForm.Ones => 1,
        SparseForm.Bytes => values[posting],
        _ => Unsafe.ReadUnaligned<float>(values + (posting * sizeof(float))),
    };

    // A row that is none of the block comes from a damaged part; it must not be read for.
    private readonly float Norm(byte row) => constant + (perLength * _lengths[row % SparseBlock.Rows]);

    private void NormAll()
    {
        if (_normed)
            return;
        _normed = true;
        Vector256<float> constants = Vector256.Create(constant), perLengths = Vector256.Create(perLength), one = Vector256<float>.One;
        for (int i = 0; i < SparseBlock.Rows; i += 8)
        {
            Vector256<float> norms = constants + (perLengths * Vector256.Load(_lengths + i));
            norms.Store(_norms + i);
            // Most terms occur once in a short text.
            (one / (one + norms)).Store(_onceImpacts + i);
        }
    }

    private void AddColumn(byte* frequencies, float weight)
    {
        NormAll();
        Vector256<float> weights = Vector256.Create(weight);
        for (int i = 0; i < SparseBlock.Rows; i += 8)
        {
            Vector256<float> frequency = ByteLanes.Load(frequencies + i);
            Vector256<float> impact = frequency / (frequency + Vector256.Load(_norms + i));
            (Vector256.Load(buffer + i) + (weights * impact)).Store(buffer + i);
        }
    }
}
