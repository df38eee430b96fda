using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Perto.Platform;

/// <summary>
/// Count, mean and sum of squared deviations by Welford (Note on a method for calculating corrected sums of squares and products, Technometrics
/// 4(3), 1962), merged by Chan, Golub and LeVeque (Updating formulae and a pairwise algorithm for computing sample variances, 1979), with the
/// least and the greatest.
/// </summary>
internal sealed class StatisticsState(Statistic? take) : StatePrimitive
{
    public override byte[] Add(ReadOnlySpan<byte> state, StateInput input)
    {
        double value = input.Value!.AsNumber();
        return Merge(state, Bytes(new Moments(1, value, 0, value, value)));
    }

    public override byte[] Merge(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        if (first.Length == 0 || second.Length == 0)
            return first.Length == 0 ? second.ToArray() : first.ToArray();
        Moments a = MemoryMarshal.Read<Moments>(first);
        Moments b = MemoryMarshal.Read<Moments>(second);
        double count = a.Count + b.Count;
        double delta = b.Mean - a.Mean;
        return Bytes(new Moments(
            a.Count + b.Count,
            CounterState.Finite(a.Mean + (delta * (b.Count / count))),
            CounterState.Finite(a.Squares + b.Squares + (delta * delta * (a.Count * (b.Count / count)))),
            Math.Min(a.Min, b.Min),
            Math.Max(a.Max, b.Max)));
    }

    public override FeatureValue? Value(ReadOnlySpan<byte> state, long at)
    {
        if (take is not null)
            return TryNumber(state, at, out double number) ? FeatureValue.Of(number) : null;
        return FeatureValue.Of([.. Entries(state)]);
    }

    public override bool TryNumber(ReadOnlySpan<byte> state, long at, out double number)
    {
        number = 0;
        return take is { } one && state.Length > 0 && TryTake(MemoryMarshal.Read<Moments>(state), one, out number);
    }

    private static IEnumerable<KeyValuePair<string, double>> Entries(ReadOnlySpan<byte> state)
    {
        Moments moments = MemoryMarshal.Read<Moments>(state);
        List<KeyValuePair<string, double>> entries = [];
        foreach (Statistic statistic in Enum.GetValues<Statistic>())
        {
            if (TryTake(moments, statistic, out double number))
                entries.Add(KeyValuePair.Create(statistic.ToString().ToLowerInvariant(), number));
        }
        return entries;
    }

    private static bool TryTake(in Moments moments, Statistic statistic, out double number)
    {
        number = statistic switch
        {
            Statistic.Count => moments.Count,
            Statistic.Mean => moments.Mean,
            Statistic.Variance => moments.Count < 2 ? 0 : moments.Squares / (moments.Count - 1),
            Statistic.Min => moments.Min,
            _ => moments.Max,
        };
        return statistic != Statistic.Variance || moments.Count >= 2;
    }

    private static byte[] Bytes(in Moments moments)
    {
        byte[] bytes = new byte[Unsafe.SizeOf<Moments>()];
        MemoryMarshal.Write(bytes, moments);
        return bytes;
    }

    private readonly record struct Moments(long Count, double Mean, double Squares, double Min, double Max);
}
