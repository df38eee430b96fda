using System.Runtime.CompilerServices;
using Perto.Platform;
using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>
/// Joins served pages with what people did with them. Only titles that were seen count: those with an impression, and those that were clicked
/// or played. What a title was ranked by was logged when it was served, so nothing from after that moment is in it.
/// </summary>
internal sealed class RankerLog(IDatabase database, ServedPages served)
{
    private const int PagesAtOnce = 200;

    // A page is a way to a film for as long as somebody may come back to it.
    private static readonly TimeSpan Attributed = TimeSpan.FromHours(24);

    /// <summary>The latest <paramref name="most"/> pages of a time that have numbers and of which two titles were seen at least.</summary>
    public async Task<RankerExamples> ReadAsync(
        TenantId tenant, DateTimeOffset from, DateTimeOffset to, int most, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        var pages = new Queue<(RankerExample Example, IReadOnlyList<string> Names)>();
        await foreach (IReadOnlyList<JudgedPage> group in GroupsAsync(tenant, from, to, cancellationToken))
        {
            foreach (JudgedPage page in group)
            {
                if (page.Page.Features is not { } features || Example(page, features) is not { } example)
                    continue;
                pages.Enqueue((example, features.Names));
                if (pages.Count > most)
                    pages.Dequeue();
            }
            double done = (group[^1].Page.At - from) / (to - from);
            progress?.Report(new TrainingProgress("read", done, $"{pages.Count:N0} served pages"));
        }

        // What is served now decides which features there are; a page from before a new one did not know it.
        IReadOnlyList<string> names = pages.Count == 0 ? [] : pages.Last().Names;
        return new RankerExamples(
            names,
            [.. pages.Select(page => page.Example with { Features = Aligned(page.Example, page.Names, names) })],
            pages.Count == 0 ? from : UnixMicros.ToMoment(pages.Peek().Example.At),
            pages.Count == 0 ? to : UnixMicros.ToMoment(pages.Last().Example.At));
    }

    /// <summary>All pages of a time, oldest first, some at once, with what people did with their titles.</summary>
    public async IAsyncEnumerable<IReadOnlyList<JudgedPage>> GroupsAsync(
        TenantId tenant, DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ServedRow? last = null;
        while (true)
        {
            IReadOnlyList<ServedRow> rows = await served.NextAsync(tenant, from, to, last, PagesAtOnce, cancellationToken);
            if (rows.Count == 0)
                yield break;
            last = rows[^1];
            yield return await JoinAsync(tenant, rows, cancellationToken);
        }
    }

    private async Task<IReadOnlyList<JudgedPage>> JoinAsync(
        TenantId tenant, IReadOnlyList<ServedRow> rows, CancellationToken cancellationToken)
    {
        (ILookup<string, ExposureRow> exposures, ILookup<string, ViewRow> views) = await database.ReadAsync(
            async session =>
            {
                IReadOnlyList<ExposureRow> shown = await session.QueryAsync<ExposureRow>(
                    "select request, title_id, kind from streaming_exposure where tenant = @tenant and request in @pages",
                    new { tenant, pages = rows.Select(row => row.Id).ToArray() });
                IReadOnlyList<ViewRow> watched = await session.QueryAsync<ViewRow>(
                    """
                    select user_id, title_id, started_at, progress, request from streaming_view
                    where tenant = @tenant and user_id in @users and started_at >= @from and started_at < @to
                    """,
                    new
                    {
                        tenant,
                        users = rows.Select(row => row.UserId).Distinct(StringComparer.Ordinal).ToArray(),
                        from = rows[0].At,
                        to = rows[^1].At + (long)Attributed.TotalMicroseconds,
                    });
                return (shown.ToLookup(row => row.Request, StringComparer.Ordinal), watched.ToLookup(row => row.UserId, StringComparer.Ordinal));
            },
            cancellationToken);
        return [.. rows.Select(row => row.ToPage()).Select(page => new JudgedPage(page, Grades(page, exposures[page.Id], views[page.User])))];
    }

    private static Dictionary<string, byte> Grades(ServedPage page, IEnumerable<ExposureRow> exposures, IEnumerable<ViewRow> views)
    {
        var grades = new Dictionary<string, byte>(StringComparer.Ordinal);
        foreach (ExposureRow exposure in exposures)
            Raise(exposure.TitleId, exposure.Kind == "click" ? Engagement.Clicked : Engagement.Seen);
        long from = UnixMicros.From(page.At), to = from + (long)Attributed.TotalMicroseconds;
        foreach (ViewRow view in views)
        {
            // A player that does not say which page it was opened from: the page must have been seen with the title on it.
            bool fromHere = view.Request == page.Id || (view.Request is null && view.StartedAt >= from && view.StartedAt < to && grades.ContainsKey(view.TitleId));
            if (fromHere && view.Progress >= HistoryEntry.WatchedFrom)
                Raise(view.TitleId, view.Progress > Engagement.CompletedFrom ? Engagement.Completed : Engagement.Played);
        }

        return grades;

        void Raise(string title, byte grade) => grades[title] = Math.Max(grade, grades.GetValueOrDefault(title));
    }

    private static RankerExample? Example(JudgedPage judged, FeatureTable features)
    {
        (ServedPage page, IReadOnlyDictionary<string, byte> grades) = (judged.Page, judged.Grades);
        int[] seen = [.. Enumerable.Range(0, page.Titles.Count).Where(title => grades.ContainsKey(page.Titles[title].Id))];
        return seen.Length < 2
            ? null
            : new RankerExample(
                page.User,
                UnixMicros.From(page.At),
                [.. seen.SelectMany(title => features[title].ToArray())],
                [.. seen.Select(title => grades[page.Titles[title].Id])],
                [.. seen.Select(title => page.Titles[title].Place)],
                [.. seen.Select(title => page.Titles[title].Score)])
            {
                Ranks = [.. seen.Select(title => page.Titles[title].Rank)],
                Drawn = [.. seen.Select(title => page.Titles[title].IsPlaceDrawn)],
            };
    }

    private static float[] Aligned(RankerExample example, IReadOnlyList<string> from, IReadOnlyList<string> to)
    {
        if (from.SequenceEqual(to, StringComparer.Ordinal))
            return example.Features;
        Dictionary<string, int> places = from.Select((name, place) => (name, place)).ToDictionary(pair => pair.name, pair => pair.place, StringComparer.Ordinal);
        var aligned = new float[example.Grades.Length * to.Count];
        for (int title = 0; title < example.Grades.Length; title++)
        {
            for (int feature = 0; feature < to.Count; feature++)
                aligned[(title * to.Count) + feature] = places.TryGetValue(to[feature], out int place) ? example.Features[(title * from.Count) + place] : float.NaN;
        }
        return aligned;
    }

    private sealed record ExposureRow
    {
        public string Request { get; init; } = "";

        public string TitleId { get; init; } = "";

        public string Kind { get; init; } = "";
    }

    private sealed record ViewRow
    {
        public string UserId { get; init; } = "";

        public string TitleId { get; init; } = "";

        public long StartedAt { get; init; }

        public double Progress { get; init; }

        public string? Request { get; init; }
    }
}
