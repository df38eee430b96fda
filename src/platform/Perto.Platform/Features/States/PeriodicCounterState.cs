using System.Buffers.Binary;

namespace Perto.Platform;

/// <summary>
/// Sums by hour or day, of which the latest count: at a moment the window that it is in and those before it. Bytes: pairs of a window's number
/// since 1970 and its sum, ascending, none without events; those that are too old beside the newest are dropped.
/// </summary>
internal sealed class PeriodicCounterState(FeatureKind kind, StatePeriod period, int windows) : StatePrimitive
{
    private const int EntryBytes = 16;
    private readonly long _period = (period == StatePeriod.Hour ? TimeSpan.TicksPerHour : TimeSpan.TicksPerDay) / TimeSpan.TicksPerMicrosecond;

    public override byte[] Add(ReadOnlySpan<byte> state, StateInput input)
    {
        Span<byte> one = stackalloc byte[EntryBytes];
        BinaryPrimitives.WriteInt64LittleEndian(one, WindowOf(input.At));
        BinaryPrimitives.WriteDoubleLittleEndian(one[8..], input.Value?.AsNumber() ?? 1);
        return Merge(state, one);
    }

    public override byte[] Merge(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        long newest = Math.Max(Newest(first), Newest(second));
        byte[] merged = new byte[first.Length + second.Length];
        int length = 0;
        while (first.Length > 0 || second.Length > 0)
        {
            long a = first.Length > 0 ? Window(first) : long.MaxValue;
            long b = second.Length > 0 ? Window(second) : long.MaxValue;
            double sum = (a <= b ? Sum(first) : 0) + (b <= a ? Sum(second) : 0);
            first = a <= b ? first[EntryBytes..] : first;
            second = b <= a ? second[EntryBytes..] : second;
            long window = Math.Min(a, b);
            if (window <= newest - windows)
                continue;
            BinaryPrimitives.WriteInt64LittleEndian(merged.AsSpan(length), window);
            BinaryPrimitives.WriteDoubleLittleEndian(merged.AsSpan(length + 8), CounterState.Finite(sum));
            length += EntryBytes;
        }
        return merged.AsSpan(0, length).ToArray();
    }

    public override FeatureValue? Value(ReadOnlySpan<byte> state, long at)
    {
        TryNumber(state, at, out double sum);
        return kind == FeatureKind.Integer ? FeatureValue.Of((long)sum) : FeatureValue.Of(sum);
    }

    public override bool TryNumber(ReadOnlySpan<byte> state, long at, out double number)
    {
        long last = WindowOf(at);
        number = 0;
        for (; state.Length > 0; state = state[EntryBytes..])
        {
            if (Window(state) > last - windows && Window(state) <= last)
                number = CounterState.Finite(number + Sum(state));
        }
        return true;
    }

    private long WindowOf(long at) => Math.DivRem(at, _period) is var (window, rest) && rest < 0 ? window - 1 : window;

    private static long Newest(ReadOnlySpan<byte> state) => state.Length == 0 ? long.MinValue / 2 : Window(state[^EntryBytes..]);

    private static long Window(ReadOnlySpan<byte> entry) => BinaryPrimitives.ReadInt64LittleEndian(entry);

    private static double Sum(ReadOnlySpan<byte> entry) => BinaryPrimitives.ReadDoubleLittleEndian(entry[8..]);
}
