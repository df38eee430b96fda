namespace Perto.Streaming;

/// <summary>What was known of a person's viewings and ratings, and from when on: their history at any moment of the past, as a page had it then.</summary>
internal sealed class PersonPast
{
    private readonly KnownChange[] _changes;
    private readonly Catalogue _catalogue;

    /// <summary>A past of changes in any order.</summary>
    public PersonPast(IEnumerable<KnownChange> changes, Catalogue catalogue)
    {
        _changes = [.. changes.OrderBy(change => change.KnownAt).ThenBy(change => change.BeganAt).ThenBy(change => change.Value)];
        _catalogue = catalogue;
    }

    /// <summary>The history as it was known at a moment, in Unix microseconds.</summary>
    public History At(long moment)
    {
        Dictionary<(string, string, string, string, long), KnownChange> last = [];
        foreach (KnownChange change in _changes)
        {
            if (change.KnownAt > moment)
                break;
            last[change.Subject] = change;
        }
        Dictionary<string, HistoryEntry> entries = new(StringComparer.Ordinal);
        foreach (KnownChange rating in Latest(last.Values, KnownChange.Rating))
        {
            // Of a title's ratings the latest counts: they come latest first.
            if (_catalogue.Find(rating.Title) is { } title)
                entries.TryAdd(rating.Title, new HistoryEntry(title, rating.BeganAt, rating.Value, null));
        }
        foreach (KnownChange view in Latest(last.Values, KnownChange.View))
        {
            if (_catalogue.Find(view.Title) is not { } title)
                continue;
            HistoryEntry known = entries.GetValueOrDefault(view.Title) ?? new HistoryEntry(title, view.BeganAt, null, null);
            entries[view.Title] = known with { At = Math.Max(known.At, view.BeganAt), Progress = known.Progress ?? view.Value };
        }
        return new History(entries.Values);
    }

    private static IEnumerable<KnownChange> Latest(IEnumerable<KnownChange> changes, string kind) =>
        changes.Where(change => change.Kind == kind).OrderByDescending(change => change.BeganAt).Take(People.HistoryLength);
}
