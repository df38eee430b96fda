using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Perto.Learning;

/// <summary>The splits of all trees by one feature that treat missing values alike, by threshold.</summary>
internal sealed class SplitList(int feature, MissingValues missing, bool missingLeft, CompiledSplit[] splits)
{
    public int Feature => feature;

    /// <summary>Clears the leaves that eight rows cannot come to.</summary>
    /// <param name="values">The feature of the rows.</param>
    /// <param name="words">For each tree a word for each row.</param>
    public void Apply(Vector256<float> values, Span<Vector256<uint>> words)
    {
        values = Ready(values);
        ref Vector256<uint> first = ref MemoryMarshal.GetReference(words);
        foreach (ref readonly CompiledSplit split in splits.AsSpan())
        {
            // What is missing is at most no threshold: it goes right.
            Vector256<uint> left = Vector256.LessThanOrEqual(values, Vector256.Create(split.Threshold)).AsUInt32();
            if (left == Vector256<uint>.AllBitsSet)
                return;

            // Words are numbered by ForestLayout, which also says how many there are.
            ref Vector256<uint> word = ref Unsafe.Add(ref first, split.Word);
            word &= left | Vector256.Create(split.Keeps);
        }
    }

    /// <summary>Values with what is missing as NaN where it goes right, and below all thresholds where it goes left.</summary>
    private Vector256<float> Ready(Vector256<float> values)
    {
        if (missing == MissingValues.Zero)
        {
            // Not of NaN either.
            Vector256<float> isOther = Vector256.GreaterThan(Vector256.Abs(values), Vector256.Create(1e-35f));
            return Vector256.ConditionalSelect(isOther, values, Vector256.Create(missingLeft ? float.NegativeInfinity : float.NaN));
        }

        Vector256<float> isNumber = Vector256.Equals(values, values);
        if (missing == MissingValues.None)
            return values & isNumber;
        return missingLeft ? Vector256.ConditionalSelect(isNumber, values, Vector256.Create(float.NegativeInfinity)) : values;
    }
}
