using System.Collections.Concurrent;

namespace Perto.Redis;

/// <summary>How many elements each vector set had when it was last asked: it decides whether a walk is worth it.</summary>
internal sealed class GraphSizes
{
    private readonly ConcurrentDictionary<string, long> _seen = new(StringComparer.Ordinal);

    /// <summary>The number of elements, a search or so ago.</summary>
    public async ValueTask<long> OfAsync(string graph, RedisCalls calls, CancellationToken cancellationToken)
    {
        if (_seen.TryGetValue(graph, out long elements))
            return elements;
        elements = (await calls.ReadAsync("VCARD", [graph], cancellationToken)).Integer;
        Seen(graph, elements);
        return elements;
    }

    /// <summary>Notes what a search saw.</summary>
    public void Seen(string graph, long elements) => _seen[graph] = elements;

    /// <summary>Forgets a collection that was deleted.</summary>
    public void Forget(CollectionKeys keys)
    {
        foreach (VectorKeys vector in keys.Vectors)
            _seen.TryRemove(vector.Graph, out _);
    }
}
