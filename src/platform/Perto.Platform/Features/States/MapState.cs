namespace Perto.Platform;

/// <summary>
/// For each key the number with the latest event time (of two at the same time the greater), for the keys with the latest times, in whatever order
/// they came.
/// </summary>
internal sealed class MapState(int size) : StatePrimitive
{
    public override byte[] Add(ReadOnlySpan<byte> state, StateInput input) => Keep([.. Read(state), new Entry(input.Key!, input.At, input.Value!.AsNumber())]);

    public override byte[] Merge(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) => Keep([.. Read(first), .. Read(second)]);

    /// <summary>By key.</summary>
    public override FeatureValue? Value(ReadOnlySpan<byte> state, long at) =>
        FeatureValue.Of([.. Read(state).OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => KeyValuePair.Create(entry.Key, entry.Number))]);

    private byte[] Keep(IEnumerable<Entry> entries) => StateBytes.Write(
        entries
            .GroupBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(same => same.OrderByDescending(entry => entry.At).ThenByDescending(entry => entry.Number).First())
            .OrderByDescending(entry => entry.At)
            .ThenBy(entry => entry.Key, StringComparer.Ordinal)
            .Take(size),
        (writer, entry) =>
        {
            writer.Write(entry.Key);
            writer.Write(entry.At);
            writer.Write(entry.Number);
        });

    private static List<Entry> Read(ReadOnlySpan<byte> state) =>
        StateBytes.Read(state, reader => new Entry(reader.ReadString(), reader.ReadInt64(), reader.ReadDouble()));

    private readonly record struct Entry(string Key, long At, double Number);
}
