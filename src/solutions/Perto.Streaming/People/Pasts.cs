using Perto.Platform;

namespace Perto.Streaming;

/// <summary>Reads what was known of people and when.</summary>
internal sealed class Pasts(IDatabase database)
{
    /// <summary>The past of a person; an empty one of somebody unknown.</summary>
    public Task<PersonPast> FindAsync(TenantId tenant, string user, Catalogue catalogue, CancellationToken cancellationToken) =>
        database.ReadAsync(session => ReadAsync(session, tenant, user, catalogue), cancellationToken);

    private static async Task<PersonPast> ReadAsync(DatabaseSession session, TenantId tenant, string user, Catalogue catalogue)
    {
        var of = new { tenant = tenant.Value, user };
        List<KnownChange> changes = [.. (await session.QueryAsync<ChangeRow>(
            "select title_id, kind, profile, began_at, known_at, value from streaming_change where tenant = @tenant and user_id = @user", of))
            .Select(row => new KnownChange(user, row.TitleId, row.Kind, row.Profile, row.BeganAt, row.KnownAt, row.Value))];
        HashSet<(string, string, string, string, long)> known = [.. changes.Select(change => change.Subject)];
        IReadOnlyList<RatingRow> ratings = await session.QueryAsync<RatingRow>(
            "select title_id, rating, rated_at from streaming_rating where tenant = @tenant and user_id = @user", of);
        IReadOnlyList<ViewRow> views = await session.QueryAsync<ViewRow>(
            "select title_id, profile, started_at, progress, seconds from streaming_view where tenant = @tenant and user_id = @user", of);
        // What was imported says when it happened, and not when it was known: a viewing is known when it begins, and how far it went when it ends.
        foreach (RatingRow row in ratings)
            AddImported(new KnownChange(user, row.TitleId, KnownChange.Rating, "", row.RatedAt, row.RatedAt, row.Rating));
        foreach (ViewRow row in views)
        {
            long end = Viewings.EndOf(row.StartedAt, row.Progress, row.Seconds);
            if (end > row.StartedAt)
                AddImported(new KnownChange(user, row.TitleId, KnownChange.View, row.Profile, row.StartedAt, row.StartedAt, 0));
            AddImported(new KnownChange(user, row.TitleId, KnownChange.View, row.Profile, row.StartedAt, end, row.Progress));
        }
        return new PersonPast(changes, catalogue);

        void AddImported(KnownChange change)
        {
            if (!known.Contains(change.Subject))
                changes.Add(change);
        }
    }

    private sealed record ChangeRow
    {
        public string TitleId { get; init; } = "";

        public string Kind { get; init; } = "";

        public string Profile { get; init; } = "";

        public long BeganAt { get; init; }

        public long KnownAt { get; init; }

        public double Value { get; init; }
    }

    private sealed record RatingRow
    {
        public string TitleId { get; init; } = "";

        public double Rating { get; init; }

        public long RatedAt { get; init; }
    }

    private sealed record ViewRow
    {
        public string TitleId { get; init; } = "";

        public string Profile { get; init; } = "";

        public long StartedAt { get; init; }

        public double Progress { get; init; }

        public long? Seconds { get; init; }
    }
}
