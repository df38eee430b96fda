using System.Buffers.Binary;

namespace Perto.Platform;

/// <summary>The value with the latest event time; of two with the same time the one that came last. Bytes: the time, then the value.</summary>
internal sealed class ScalarState(FeatureKind kind) : StatePrimitive
{
    public override byte[] Add(ReadOnlySpan<byte> state, StateInput input)
    {
        if (state.Length > 0 && input.At < At(state))
            return state.ToArray();
        byte[] value = FeatureBytes.Of(input.Value!);
        byte[] next = new byte[sizeof(long) + value.Length];
        BinaryPrimitives.WriteInt64LittleEndian(next, input.At);
        value.CopyTo(next, sizeof(long));
        return next;
    }

    public override byte[] Merge(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) =>
        first.Length == 0 || (second.Length > 0 && At(second) >= At(first)) ? second.ToArray() : first.ToArray();

    public override FeatureValue? Value(ReadOnlySpan<byte> state, long at) => state.Length == 0 ? null : FeatureBytes.Read(kind, state[sizeof(long)..]);

    public override bool TryNumber(ReadOnlySpan<byte> state, long at, out double number)
    {
        number = 0;
        if (state.Length == 0 || kind == FeatureKind.Text)
            return false;
        ReadOnlySpan<byte> value = state[sizeof(long)..];
        number = kind switch
        {
            FeatureKind.Number => BinaryPrimitives.ReadDoubleLittleEndian(value),
            FeatureKind.Integer => BinaryPrimitives.ReadInt64LittleEndian(value),
            _ => value[0],
        };
        return true;
    }

    private static long At(ReadOnlySpan<byte> state) => BinaryPrimitives.ReadInt64LittleEndian(state);
}
