namespace Perto.Platform;

/// <summary>The items with the latest event times, in whatever order they came. Ascending by time and, at the same time, by their text.</summary>
internal sealed class ListState(int size) : StatePrimitive
{
    public override byte[] Add(ReadOnlySpan<byte> state, StateInput input) => Keep([.. Read(state), .. input.Texts.Select(text => new Item(input.At, text))]);

    public override byte[] Merge(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) => Keep([.. Read(first), .. Read(second)]);

    /// <summary>Latest first.</summary>
    public override FeatureValue? Value(ReadOnlySpan<byte> state, long at) => FeatureValue.Of(Read(state).Select(item => item.Text).Reverse().ToArray());

    private byte[] Keep(List<Item> items) => StateBytes.Write(
        items.OrderBy(item => item.At).ThenBy(item => item.Text, StringComparer.Ordinal).Skip(Math.Max(0, items.Count - size)),
        (writer, item) =>
        {
            writer.Write(item.At);
            writer.Write(item.Text);
        });

    private static List<Item> Read(ReadOnlySpan<byte> state) => StateBytes.Read(state, reader => new Item(reader.ReadInt64(), reader.ReadString()));

    private readonly record struct Item(long At, string Text);
}
