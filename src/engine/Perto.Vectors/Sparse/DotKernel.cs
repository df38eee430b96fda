using System.Runtime.CompilerServices;

namespace Perto.Vectors;

/// <summary>Inner products.</summary>
internal unsafe struct DotKernel(float* sums) : IBlockKernel
{
    public static bool OnlyPositive => false;

    public readonly float* Sums => sums;

    public ulong Present { get; private set; }

    public void Begin(int block)
    {
        Present = 0;
        new Span<float>(sums, SparseBlock.Rows).Clear();
    }

    public void Add(in SparseTerm term, PartEntry entry, int block, float weight)
    {
        int count = entry.Count;
        byte* rows = term.RowsAt(entry.First);
        byte* values = term.ValuesAt(entry.First);
        SparseForm form = term.Form & SparseForm.ValueMask;
        ulong present = Present;
        for (int i = 0; i < count; i++)
        {
            float value = form switch
            {
                SparseForm.Ones => 1,
                SparseForm.Bytes => values[i],
                _ => Unsafe.ReadUnaligned<float>(values + (i * sizeof(float))),
            };
            sums[rows[i]] += weight * value;
            present |= 1UL << rows[i];
        }
        Present = present;
    }

    // A product costs less than the question whether it is needed.
    public void AddTo(ulong rows, in SparseTerm term, PartEntry entry, int block, float weight) => Add(term, entry, block, weight);
}
