namespace Perto.Platform;

/// <summary>
/// The most frequent items by Space-Saving (Metwally, Agrawal, El Abbadi: Efficient computation of frequent and top-k elements in data streams,
/// ICDT 2005): with <c>size</c> counters no count is too small, and none is too great by more than N/size, where N is the number of events.
/// Merged as in Agarwal et al., Mergeable summaries, PODS 2012. Among equals the text decides, so that the same events give the same bytes.
/// </summary>
internal sealed class FrequencyState(FeatureKind kind, int size) : StatePrimitive
{
    public override byte[] Add(ReadOnlySpan<byte> state, StateInput input)
    {
        byte[] next = state.ToArray();
        foreach (string text in input.Texts)
            next = Add(next, text);
        return next;
    }

    private byte[] Add(byte[] state, string text)
    {
        List<Item> items = Read(state);
        int at = items.FindIndex(item => item.Text == text);
        if (at >= 0)
            items[at] = items[at] with { Count = items[at].Count + 1 };
        else if (items.Count < size)
            items.Add(new Item(text, 1));
        else
            items[^1] = new Item(text, items[^1].Count + 1);
        return Write(items);
    }

    public override byte[] Merge(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        List<Item> a = Read(first);
        List<Item> b = Read(second);
        // What a full state does not have may have been counted up to its least count.
        long leastOfA = a.Count == size ? a[^1].Count : 0;
        long leastOfB = b.Count == size ? b[^1].Count : 0;
        Dictionary<string, long> ofA = a.ToDictionary(item => item.Text, item => item.Count, StringComparer.Ordinal);
        Dictionary<string, long> ofB = b.ToDictionary(item => item.Text, item => item.Count, StringComparer.Ordinal);
        return Write(ofA.Keys.Union(ofB.Keys, StringComparer.Ordinal)
            .Select(text => new Item(text, ofA.GetValueOrDefault(text, leastOfA) + ofB.GetValueOrDefault(text, leastOfB))));
    }

    /// <summary>Most frequent first.</summary>
    public override FeatureValue? Value(ReadOnlySpan<byte> state, long at) => kind == FeatureKind.Keywords
        ? FeatureValue.Of(Read(state).Select(item => item.Text).ToArray())
        : FeatureValue.Of([.. Read(state).Select(item => KeyValuePair.Create(item.Text, (double)item.Count))]);

    private byte[] Write(IEnumerable<Item> items) => StateBytes.Write(
        items.OrderByDescending(item => item.Count).ThenBy(item => item.Text, StringComparer.Ordinal).Take(size),
        (writer, item) =>
        {
            writer.Write(item.Text);
            writer.Write(item.Count);
        });

    private static List<Item> Read(ReadOnlySpan<byte> state) => StateBytes.Read(state, reader => new Item(reader.ReadString(), reader.ReadInt64()));

    private readonly record struct Item(string Text, long Count);
}
