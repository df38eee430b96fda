using Perto.Platform;
using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>
/// What the feature store knew when a page of the past was asked for. The history is read for many pages at once, so a page is made twice: first to learn
/// which candidates it has, then with what was known of them.
/// </summary>
internal sealed class PastReadings
{
    private static readonly string[] Views = [.. HomeFeatures.PersonViews, .. HomeFeatures.ServiceViews, .. HomeFeatures.TitleViews];

    private string[] _titles = [];
    private IReadOnlyList<FeatureReading>[]? _readings;

    /// <summary>Reads the history for pages whose candidates are known.</summary>
    public static async Task ReadAsync(FeatureStore store, TenantId tenant, IReadOnlyList<HomeContext> pages, CancellationToken cancellationToken)
    {
        IAsyncEnumerable<JoinRow> rows = pages.SelectMany(page => page.Past!._titles.Select(title => FeatureReplay.Row(page.Person.Id, title, page.At))).ToAsyncEnumerable();
        await using IAsyncEnumerator<JoinedRow> joined = store.JoinAsync(tenant, Views, rows, cancellationToken).GetAsyncEnumerator(cancellationToken);
        foreach (PastReadings page in pages.Select(page => page.Past!))
        {
            var readings = new IReadOnlyList<FeatureReading>[page._titles.Length];
            for (int row = 0; row < readings.Length && await joined.MoveNextAsync(); row++)
                readings[row] = joined.Current.Readings;
            page._readings = readings;
        }
    }

    /// <summary>Describes the candidates of the page; leaves the table empty where the history was not read yet.</summary>
    public void Describe(HomeContext context, CandidateSet<Title> candidates, FeatureTable table)
    {
        if (_readings is null)
        {
            _titles = new string[candidates.Count];
            for (int row = 0; row < _titles.Length; row++)
                _titles[row] = candidates[row].Id;
            return;
        }
        RequireSame(candidates);
        IReadOnlyList<FeatureReading> first = _readings[0];
        CandidateFacts facts = HomeFeatures.Facts(context, SourceScores.Of(candidates), ModelScores.Of(context, candidates), first[0], first[1], first[2], first[3]);
        for (int row = 0; row < _readings.Length; row++)
        {
            IReadOnlyList<FeatureReading> known = _readings[row];
            facts.Fill(row, candidates[row], new TitleActivity(revision: 0, known[4], known[5], known[6], known[7]), table[row]);
        }
    }

    // What was read for one title must not be told of another.
    private void RequireSame(CandidateSet<Title> candidates)
    {
        bool same = candidates.Count == _titles.Length;
        for (int row = 0; same && row < _titles.Length; row++)
            same = candidates[row].Id == _titles[row];
        if (!same)
            throw new InvalidOperationException("A page of the past has other candidates than when it was made first: a source failed, or does not answer the same twice.");
    }
}
