namespace Perto.Vectors;

/// <summary>
/// Values of lists that stand one after another and are only appended. One writer; any thread reads what was appended before.
/// </summary>
internal sealed class GrowingList<T>
    where T : unmanaged
{
    private volatile T[] _items = [];

    public int Count { get; private set; }

    public int Capacity => _items.Length;

    /// <summary>Values from <paramref name="first"/> on. They stay as they are, whatever is appended.</summary>
    public ReadOnlySpan<T> Slice(int first, int count) => _items.AsSpan(first, count);

    public void Append(ReadOnlySpan<T> items)
    {
        int count = checked(Count + items.Length);
        if (count > _items.Length)
            Resize(Math.Max(count, (int)Math.Min(Math.Max(8L, _items.Length * 2L), Array.MaxLength)));
        items.CopyTo(_items.AsSpan(Count));
        Count = count;
    }

    /// <summary>Gives back the room that was kept for more.</summary>
    public void Trim() => Resize(Count);

    private void Resize(int capacity)
    {
        T[] items = new T[capacity];
        _items.AsSpan(0, Count).CopyTo(items);
        _items = items;
    }
}
