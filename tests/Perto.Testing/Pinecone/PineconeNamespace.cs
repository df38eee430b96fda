namespace Perto.Testing;

/// <summary>A namespace of an index of the double. Writes are numbered; they are shown after as many queries as the double is told.</summary>
internal sealed class PineconeNamespace
{
    private readonly SortedDictionary<string, PineconeRecord> _records = new(StringComparer.Ordinal);
    private readonly Queue<(long Number, Action<SortedDictionary<string, PineconeRecord>> Change)> _hidden = new();
    private int _queries;

    /// <summary>The number of the last write.</summary>
    public long Written { get; private set; }

    /// <summary>The number of the last write that is shown.</summary>
    public long Shown { get; private set; }

    /// <summary>What is shown, in the order of the bytes of ids.</summary>
    public IReadOnlyCollection<PineconeRecord> Records => _records.Values;

    public PineconeRecord? Find(string id) => _records.GetValueOrDefault(id);

    public void Write(Action<SortedDictionary<string, PineconeRecord>> change, int lag)
    {
        _hidden.Enqueue((++Written, change));
        _queries = 0;
        if (lag == 0)
            Show();
    }

    /// <summary>A query goes by.</summary>
    public void Queried(int lag)
    {
        if (++_queries > lag)
            Show();
    }

    private void Show()
    {
        while (_hidden.TryDequeue(out (long Number, Action<SortedDictionary<string, PineconeRecord>> Change) write))
        {
            write.Change(_records);
            Shown = write.Number;
        }
    }
}
