using Perto.Platform;

namespace Perto.Streaming;

/// <summary>
/// What viewings and ratings change beside what is stored: read before they are written, in the same transaction. What changes nothing, such as
/// the same rows again, gives nothing.
/// </summary>
internal sealed class ActivityChanges
{
    private readonly IReadOnlyDictionary<(string, string, string, long), StoredView> _views;
    private readonly IReadOnlyDictionary<(string, string), StoredRating> _ratings;

    private ActivityChanges(
        IReadOnlyDictionary<(string, string, string, long), StoredView> views, IReadOnlyDictionary<(string, string), StoredRating> ratings, IReadOnlyList<View> given, IReadOnlyList<Rating> rated)
    {
        _views = views;
        _ratings = ratings;
        Begun = [.. given.DistinctBy(Key).Where(view => !views.ContainsKey(Key(view)))];
        // The same that the statements of the writer keep.
        Viewed =
        [
            .. given.GroupBy(Key).Select(same => same.Aggregate((last, next) => next.Progress >= last.Progress ? next : last))
                .Where(view => !views.TryGetValue(Key(view), out StoredView? stored) || view.Progress > stored.Progress || (view.Progress == stored.Progress && view.Seconds != stored.Seconds)),
        ];
        Rated =
        [
            .. rated.GroupBy(Key).Select(same => same.Aggregate((last, next) => next.At >= last.At ? next : last))
                .Where(rating => !ratings.TryGetValue(Key(rating), out StoredRating? stored) || (rating.At >= stored.RatedAt && (rating.At, rating.Value) != (stored.RatedAt, stored.Rating))),
        ];
    }

    /// <summary>Viewings that are not stored yet.</summary>
    public IReadOnlyList<View> Begun { get; }

    /// <summary>Viewings that are new, or of which more is known than is stored.</summary>
    public IReadOnlyList<View> Viewed { get; }

    /// <summary>Ratings that are new, or take the place of one that is stored.</summary>
    public IReadOnlyList<Rating> Rated { get; }

    /// <summary>Compares with what is stored.</summary>
    public static async Task<ActivityChanges> ReadAsync(DatabaseSession session, TenantId tenant, IReadOnlyList<View> views, IReadOnlyList<Rating> ratings)
    {
        IReadOnlyList<StoredView> stored = views.Count == 0 ? [] : await session.QueryAsync<StoredView>(
            """
            select user_id, title_id, profile, started_at, progress, seconds from streaming_view
            where tenant = @tenant and user_id in @users and title_id in @titles
            """,
            Of(tenant, views.Select(view => view.User), views.Select(view => view.Title)));
        IReadOnlyList<StoredRating> rated = ratings.Count == 0 ? [] : await session.QueryAsync<StoredRating>(
            "select user_id, title_id, rating, rated_at from streaming_rating where tenant = @tenant and user_id in @users and title_id in @titles",
            Of(tenant, ratings.Select(rating => rating.User), ratings.Select(rating => rating.Title)));
        return new ActivityChanges(
            stored.ToDictionary(view => (view.UserId, view.TitleId, view.Profile, view.StartedAt)),
            rated.ToDictionary(rating => (rating.UserId, rating.TitleId)),
            views,
            ratings);
    }

    /// <summary>What the feature store is to count, at the moments at which it happened.</summary>
    /// <param name="ids">For the ids of the events.</param>
    /// <param name="timeOfDay">The time of day at which a viewing began.</param>
    /// <param name="reportedAt">When reports of viewings came that had begun before, in Unix microseconds; null where they do not come as they happen.</param>
    public IEnumerable<UncountedEvent> Events(IdGenerator ids, Func<View, TimeOfDay> timeOfDay, long? reportedAt)
    {
        foreach (View view in Begun)
        {
            yield return new UncountedEvent(
                ids.NewId(), ActivityViews.ViewEvent, view.StartedAt, view.User, view.Title, new UncountedFields { TimeOfDay = timeOfDay(view), Device = view.Device });
        }
        foreach (View view in Viewed)
        {
            StoredView? before = _views.GetValueOrDefault(Key(view));
            double progress = view.Progress - (before?.Progress ?? 0);
            long? seconds = view.Seconds is { } given ? Math.Max(0, given - (before?.Seconds ?? 0)) : null;
            if (progress > 0 || seconds > 0)
            {
                long at = before is not null && reportedAt is { } reported ? reported : Viewings.EndOf(view.StartedAt, view.Progress, view.Seconds);
                yield return new UncountedEvent(
                    ids.NewId(), ActivityViews.ProgressEvent, at, view.User, view.Title, new UncountedFields { Progress = progress, Seconds = seconds });
            }
        }
        foreach (Rating rating in Rated)
        {
            StoredRating? before = _ratings.GetValueOrDefault(Key(rating));
            var fields = new UncountedFields { Change = rating.Value - (before?.Rating ?? 0), IsFirst = before is null };
            yield return new UncountedEvent(ids.NewId(), ActivityViews.RatingEvent, rating.At, rating.User, rating.Title, fields);
        }
    }

    /// <summary>From when on the changes were known.</summary>
    public IEnumerable<KnownChange> Known(long now) =>
    [
        .. Viewed.Select(view => new KnownChange(view.User, view.Title, KnownChange.View, view.Profile, view.StartedAt, now, view.Progress)),
        .. Rated.Select(rating => new KnownChange(rating.User, rating.Title, KnownChange.Rating, "", rating.At, now, rating.Value)),
    ];

    /// <summary>What was stored and is replaced, as if it had been known since it happened: for what has no change of its own.</summary>
    public IEnumerable<KnownChange> Replaced() =>
    [
        .. Viewed.Select(view => _views.GetValueOrDefault(Key(view))).OfType<StoredView>().Select(view => view.ToChange()),
        .. Rated.Select(rating => _ratings.GetValueOrDefault(Key(rating))).OfType<StoredRating>().Select(rating => rating.ToChange()),
    ];

    private static object Of(TenantId tenant, IEnumerable<string> users, IEnumerable<string> titles) => new
    {
        tenant = tenant.Value,
        users = users.Distinct(StringComparer.Ordinal).ToArray(),
        titles = titles.Distinct(StringComparer.Ordinal).ToArray(),
    };

    private static (string, string, string, long) Key(View view) => (view.User, view.Title, view.Profile, view.StartedAt);

    private static (string, string) Key(Rating rating) => (rating.User, rating.Title);

    private sealed record StoredView
    {
        public string UserId { get; init; } = "";

        public string TitleId { get; init; } = "";

        public string Profile { get; init; } = "";

        public long StartedAt { get; init; }

        public double Progress { get; init; }

        public long? Seconds { get; init; }

        public KnownChange ToChange() => new(
            UserId, TitleId, KnownChange.View, Profile, StartedAt, Viewings.EndOf(StartedAt, Progress, Seconds), Progress);
    }

    private sealed record StoredRating
    {
        public string UserId { get; init; } = "";

        public string TitleId { get; init; } = "";

        public double Rating { get; init; }

        public long RatedAt { get; init; }

        public KnownChange ToChange() => new(UserId, TitleId, KnownChange.Rating, "", RatedAt, RatedAt, Rating);
    }
}
