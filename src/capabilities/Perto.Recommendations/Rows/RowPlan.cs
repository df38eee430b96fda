namespace Perto.Recommendations;

/// <summary>
/// The rows of a page, in order. An item is shown once: the row that it is pinned to has it, else the first row that wants it. A row with too few items is
/// left out, and its items stay free for the rows below.
/// </summary>
public sealed record RowPlan<TContext, TItem>
    where TItem : class, ICatalogueItem
{
    private delegate IEnumerable<Draft> Drafts(Recommendation<TContext, TItem> recommendation);

    private IReadOnlyList<Drafts> Rows { get; init; } = [];

    private Func<TContext, IReadOnlyList<PinnedItem<TItem>>> Pins { get; init; } = static _ => [];

    /// <summary>Names the items whose place in a row is fixed. Several rows of one name: the first has them.</summary>
    public RowPlan<TContext, TItem> Pin(Func<TContext, IReadOnlyList<PinnedItem<TItem>>> pins) => this with { Pins = pins };

    /// <summary>A row of the list itself.</summary>
    public RowPlan<TContext, TItem> TopPicks(string name, string title, int take) =>
        Add(recommendation => [new Draft(name, title, null, recommendation.Top, take, AtLeast: 1)]);

    /// <summary>A row of what one source found.</summary>
    public RowPlan<TContext, TItem> FromSource(string source, string name, string title, int take, int atLeast = 1) =>
        Add(recommendation => FromSourceDrafts(recommendation, source, name, title, take, atLeast));

    /// <summary>One row for each of the items from which a source found most (<c>Because you watched ...</c>).</summary>
    /// <param name="source">The source.</param>
    /// <param name="name">Name of the rows.</param>
    /// <param name="title">Title of a row from the item it speaks of.</param>
    /// <param name="rows">How many rows at most.</param>
    /// <param name="take">How many items in a row.</param>
    /// <param name="atLeast">A row with fewer is left out.</param>
    public RowPlan<TContext, TItem> PerAnchor(string source, string name, Func<TItem, string> title, int rows, int take, int atLeast) =>
        Add(recommendation => AnchorDrafts(recommendation, source, name, title, rows, take, atLeast));

    /// <summary>One row for each label (<c>Drama for you</c>).</summary>
    /// <param name="labels">The labels to make rows of, most wanted first.</param>
    /// <param name="has">Whether an item has the label.</param>
    /// <param name="name">Name of a row from its label.</param>
    /// <param name="title">Title of a row from its label.</param>
    /// <param name="take">How many items in a row.</param>
    /// <param name="atLeast">A row with fewer is left out.</param>
    public RowPlan<TContext, TItem> PerLabel(
        Func<TContext, IReadOnlyList<string>> labels,
        Func<TItem, string, bool> has,
        Func<string, string> name,
        Func<string, string> title,
        int take,
        int atLeast) =>
        Add(recommendation => labels(recommendation.Context).Select(label => new Draft(
            name(label),
            title(label),
            null,
            recommendation.Ordered.Where(candidate => has(recommendation.Candidates[candidate], label)),
            take,
            atLeast)));

    /// <summary>Lays out the page.</summary>
    public IReadOnlyList<Row<TItem>> Arrange(Recommendation<TContext, TItem> recommendation)
    {
        var shown = new HashSet<int>();
        var rows = new List<Row<TItem>>();
        List<(PinnedItem<TItem> Pin, int Candidate)> pins = Pinned(recommendation);
        foreach (Draft draft in Rows.SelectMany(drafts => drafts(recommendation)))
        {
            List<(PinnedItem<TItem> Pin, int Candidate)> own = [.. pins.Where(pin => pin.Pin.Row == draft.Name).Take(draft.Take)];
            // What is pinned to a row below waits for it.
            List<int> chosen = [.. draft.Candidates
                .Where(candidate => !shown.Contains(candidate) && !pins.Exists(pin => pin.Candidate == candidate))
                .Take(draft.Take - own.Count)];
            foreach ((PinnedItem<TItem> pin, int candidate) in own.OrderBy(pin => pin.Pin.Place))
                chosen.Insert(Math.Min(pin.Place - 1, chosen.Count), candidate);
            // Done, or without a row to stand in: then the rows below may have them.
            pins.RemoveAll(pin => pin.Pin.Row == draft.Name);
            if (chosen.Count < draft.AtLeast)
                continue;
            shown.UnionWith(chosen);
            rows.Add(new Row<TItem>(
                draft.Name,
                draft.Title,
                [.. chosen.Select((candidate, index) => recommendation.Present(candidate, index + 1, SourceOf(recommendation, draft, candidate)))]));
        }

        return rows;
    }

    // Each item once, and as many in a row as it has places: the first that is named wins.
    private List<(PinnedItem<TItem> Pin, int Candidate)> Pinned(Recommendation<TContext, TItem> recommendation)
    {
        IReadOnlyList<PinnedItem<TItem>> pins = Pins(recommendation.Context);
        if (pins.Count == 0)
            return [];
        var found = new List<(PinnedItem<TItem> Pin, int Candidate)>();
        foreach (PinnedItem<TItem> pin in pins.DistinctBy(pin => pin.Item.Ordinal))
        {
            foreach (int candidate in recommendation.Ordered)
            {
                if (recommendation.Candidates[candidate].Ordinal == pin.Item.Ordinal)
                    found.Add((pin, candidate));
            }
        }
        return found;
    }

    // A pinned item stands in the row whether its source found it or not: the reason speaks of one that did.
    private static int? SourceOf(Recommendation<TContext, TItem> recommendation, Draft draft, int candidate) =>
        draft.Source is { } source && recommendation.Candidates.IsFrom(source, candidate) ? source : null;

    private static IEnumerable<Draft> FromSourceDrafts(
        Recommendation<TContext, TItem> recommendation, string source, string name, string title, int take, int atLeast)
    {
        CandidateSet<TItem> candidates = recommendation.Candidates;
        int index = candidates.SourceIndex(source);
        if (index < 0)
            return [];
        IEnumerable<int> found = recommendation.Ordered
            .Where(candidate => candidates.IsFrom(index, candidate))
            .OrderByDescending(candidate => candidates.NormalisedScore(index, candidate) * recommendation.Factor(candidate));
        return [new Draft(name, title, index, found, take, atLeast)];
    }

    private static IEnumerable<Draft> AnchorDrafts(
        Recommendation<TContext, TItem> recommendation, string source, string name, Func<TItem, string> title, int rows, int take, int atLeast)
    {
        CandidateSet<TItem> candidates = recommendation.Candidates;
        int index = candidates.SourceIndex(source);
        if (index < 0)
            return [];
        return recommendation.Ordered
            .Where(candidate => candidates.Because(index, candidate) is not null)
            .GroupBy(candidate => candidates.Because(index, candidate)!)
            .OrderByDescending(group => group.Count())
            .Take(rows)
            .Select(group => new Draft(name, title(group.Key), index, group, take, atLeast));
    }

    private RowPlan<TContext, TItem> Add(Drafts drafts) => this with { Rows = [.. Rows, drafts] };

    private sealed record Draft(string Name, string Title, int? Source, IEnumerable<int> Candidates, int Take, int AtLeast);
}
