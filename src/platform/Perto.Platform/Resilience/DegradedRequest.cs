namespace Perto.Platform;

/// <summary>What the request at hand had to do without; the server says it in the header <c>Perto-Degraded</c> of the answer.</summary>
public static class DegradedRequest
{
    private static readonly AsyncLocal<Collected?> Current = new();

    /// <summary>Begins to collect for what runs from here on.</summary>
    /// <returns>What was noted so far; grows while the request runs.</returns>
    public static IDegraded Collect()
    {
        Collected collected = new();
        Current.Value = collected;
        return collected;
    }

    /// <summary>Notes that an answer is made without <paramref name="dependency"/>; does nothing where nobody collects.</summary>
    public static void Note(string dependency) => Current.Value?.Add(dependency);

    private sealed class Collected : IDegraded
    {
        private readonly SortedSet<string> _names = new(StringComparer.Ordinal);

        public IReadOnlyList<string> Names
        {
            get
            {
                lock (_names)
                    return [.. _names];
            }
        }

        public void Add(string name)
        {
            lock (_names)
                _names.Add(name);
        }
    }
}
