using System.Buffers.Binary;

namespace Perto.Platform;

/// <summary>
/// A sum, of ones where there is no field, of which a day leaves <c>factor</c>: <c>sum of value x factor^(age in days)</c>, its forward form after
/// Cormode, Shkapenyuk, Srivastava, Xu: Forward decay, ICDE 2009. Bytes: the time of the newest event and the sum as of then.
/// </summary>
internal sealed class DecayedCounterState(double factor) : StatePrimitive
{
    private const double DayMicros = TimeSpan.TicksPerDay / (double)TimeSpan.TicksPerMicrosecond;

    public override byte[] Add(ReadOnlySpan<byte> state, StateInput input)
    {
        Span<byte> one = stackalloc byte[16];
        Write(one, input.At, input.Value?.AsNumber() ?? 1);
        return Merge(state, one);
    }

    public override byte[] Merge(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        if (first.Length == 0 || second.Length == 0)
            return first.Length == 0 ? second.ToArray() : first.ToArray();
        long at = Math.Max(At(first), At(second));
        byte[] merged = new byte[16];
        Write(merged, at, CounterState.Finite(As(first, at) + As(second, at)));
        return merged;
    }

    public override FeatureValue? Value(ReadOnlySpan<byte> state, long at) => state.Length == 0 ? null : FeatureValue.Of(As(state, at));

    public override bool TryNumber(ReadOnlySpan<byte> state, long at, out double number)
    {
        number = state.Length == 0 ? 0 : As(state, at);
        return state.Length > 0;
    }

    private double As(ReadOnlySpan<byte> state, long at) =>
        CounterState.Finite(BinaryPrimitives.ReadDoubleLittleEndian(state[8..]) * Math.Pow(factor, (at - At(state)) / DayMicros));

    private static long At(ReadOnlySpan<byte> state) => BinaryPrimitives.ReadInt64LittleEndian(state);

    private static void Write(Span<byte> state, long at, double sum)
    {
        BinaryPrimitives.WriteInt64LittleEndian(state, at);
        BinaryPrimitives.WriteDoubleLittleEndian(state[8..], sum);
    }
}
