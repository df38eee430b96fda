namespace Perto.Learning;

/// <summary>What the measures of drift ask of a sample.</summary>
internal static class SortedSample
{
    /// <summary>Also refuses NaN, which has no place in an order.</summary>
    public static void ThrowUnlessSorted(ReadOnlySpan<double> sample, string name)
    {
        double before = double.NegativeInfinity;
        for (int i = 0; i < sample.Length; i++)
        {
            if (!(sample[i] >= before))
                throw new ArgumentException($"A sample is sorted ascending, without NaN; number {i} is {sample[i]}, after {before}", name);
            before = sample[i];
        }
    }
}
