using System.Numerics;
using System.Runtime.CompilerServices;

namespace Perto.Benchmarks.Language;

/// <summary>The most that the machine's multiply-add units do: chains of them that wait for nothing but each other, on all threads at once.</summary>
internal static unsafe class MachinePeak
{
    private const int Steps = 10_000_000;
    private const int Chains = 12;

    /// <summary>Floating-point operations of <see cref="Run(int)"/>, a multiply-add counting as two.</summary>
    public static double Operations(int threads) => 2.0 * Chains * Vector<float>.Count * Steps * threads;

    /// <summary>Does them.</summary>
    public static void Run(int threads) => Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, _ =>
    {
        float* sums = stackalloc float[Chains * Vector<float>.Count];
        Run(sums, Steps);
    });

    // Without a call inside, so that all chains stay in registers.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Run(float* sums, int steps)
    {
        int width = Vector<float>.Count;
        Vector<float> factor = new(0.999f), term = new(0.001f);
        Vector<float> c0 = term, c1 = term, c2 = term, c3 = term, c4 = term, c5 = term, c6 = term, c7 = term, c8 = term, c9 = term, c10 = term, c11 = term;
        for (int i = 0; i < steps; i++)
        {
            c0 = Vector.FusedMultiplyAdd(factor, term, c0);
            c1 = Vector.FusedMultiplyAdd(factor, term, c1);
            c2 = Vector.FusedMultiplyAdd(factor, term, c2);
            c3 = Vector.FusedMultiplyAdd(factor, term, c3);
            c4 = Vector.FusedMultiplyAdd(factor, term, c4);
            c5 = Vector.FusedMultiplyAdd(factor, term, c5);
            c6 = Vector.FusedMultiplyAdd(factor, term, c6);
            c7 = Vector.FusedMultiplyAdd(factor, term, c7);
            c8 = Vector.FusedMultiplyAdd(factor, term, c8);
            c9 = Vector.FusedMultiplyAdd(factor, term, c9);
            c10 = Vector.FusedMultiplyAdd(factor, term, c10);
            c11 = Vector.FusedMultiplyAdd(factor, term, c11);
        }

        c0.Store(sums);
        c1.Store(sums + width);
        c2.Store(sums + (2 * width));
        c3.Store(sums + (3 * width));
        c4.Store(sums + (4 * width));
        c5.Store(sums + (5 * width));
        c6.Store(sums + (6 * width));
        c7.Store(sums + (7 * width));
        c8.Store(sums + (8 * width));
        c9.Store(sums + (9 * width));
        c10.Store(sums + (10 * width));
        c11.Store(sums + (11 * width));
    }
}
