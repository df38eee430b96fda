using System.Buffers.Binary;

namespace Perto.Platform;

/// <summary>A sum, of ones where there is no field. Bytes: one number of the feature's kind. A whole number stops at the ends of its range.</summary>
internal sealed class CounterState(FeatureKind kind) : StatePrimitive
{
    public override byte[] Add(ReadOnlySpan<byte> state, StateInput input) => kind == FeatureKind.Integer
        ? BitConverter.GetBytes(Sum(Whole(state), input.Value is null ? 1 : (long)input.Value.Raw))
        : BitConverter.GetBytes(Finite(Number(state) + (input.Value?.AsNumber() ?? 1)));

    public override byte[] Merge(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) => kind == FeatureKind.Integer
        ? BitConverter.GetBytes(Sum(Whole(first), Whole(second)))
        : BitConverter.GetBytes(Finite(Number(first) + Number(second)));

    public override FeatureValue? Value(ReadOnlySpan<byte> state, long at) =>
        kind == FeatureKind.Integer ? FeatureValue.Of(Whole(state)) : FeatureValue.Of(Number(state));

    public override bool TryNumber(ReadOnlySpan<byte> state, long at, out double number)
    {
        number = kind == FeatureKind.Integer ? Whole(state) : Number(state);
        return true;
    }

    internal static double Finite(double sum) => Math.Clamp(sum, double.MinValue, double.MaxValue);

    private static long Sum(long a, long b) => (long)Int128.Clamp((Int128)a + b, long.MinValue, long.MaxValue);

    private static long Whole(ReadOnlySpan<byte> state) => state.Length == 0 ? 0 : BinaryPrimitives.ReadInt64LittleEndian(state);

    private static double Number(ReadOnlySpan<byte> state) => state.Length == 0 ? 0 : BinaryPrimitives.ReadDoubleLittleEndian(state);
}
