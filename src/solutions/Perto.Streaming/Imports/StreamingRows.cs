using Perto.Platform;

namespace Perto.Streaming;

/// <summary>Writes imported rows; the layouts differ only in how a row is read.</summary>
internal static class StreamingRows
{
    private static readonly string[] TagColumns = ["tenant", "user_id", "title_id", "tag", "tagged_at"];

    public static Task WriteTagsAsync(DatabaseSession session, TenantId tenant, IEnumerable<TagRow> tags) =>
        session.BulkInsertAsync(
            "streaming_tag",
            TagColumns,
            tags.DistinctBy(tag => (tag.User, tag.Title, tag.Tag)).ToArray(),
            tag => [tenant.Value, tag.User, tag.Title, tag.Tag, tag.At],
            "on conflict (tenant, user_id, title_id, tag) do nothing");

    public static async Task WriteRatingsAsync(DatabaseSession session, TenantId tenant, IReadOnlyList<Rating> ratings, ActivityQueue activity, long now)
    {
        await activity.AddImportedAsync(session, tenant, await ActivityChanges.ReadAsync(session, tenant, [], ratings), []);
        await ActivityWriter.WriteRatingsAsync(session, tenant, ratings);
        await ActivityWriter.TouchPeopleAsync(session, tenant, ratings.Select(rating => rating.User), now);
    }

    public static async Task WriteViewsAsync(DatabaseSession session, TenantId tenant, IReadOnlyList<View> views, ActivityQueue activity, long now)
    {
        await activity.AddImportedAsync(session, tenant, await ActivityChanges.ReadAsync(session, tenant, views, []), []);
        await ActivityWriter.WriteViewsAsync(session, tenant, views);
        await ActivityWriter.TouchPeopleAsync(session, tenant, views.Select(view => view.User), now);
    }

    public static async Task WriteExposuresAsync(DatabaseSession session, TenantId tenant, IReadOnlyList<Exposure> exposures, ActivityQueue activity)
    {
        HashSet<string> stored = exposures.Count == 0 ? [] : (await session.QueryAsync<string>(
            "select id from streaming_exposure where tenant = @tenant and id in @ids",
            new { tenant = tenant.Value, ids = exposures.Select(exposure => exposure.Id).Distinct(StringComparer.Ordinal).ToArray() }))
            .ToHashSet(StringComparer.Ordinal);
        await activity.AddImportedAsync(
            session,
            tenant,
            await ActivityChanges.ReadAsync(session, tenant, [], []),
            exposures.Where(exposure => stored.Add(exposure.Id)).Select(UncountedEvent.Of));
        await ActivityWriter.WriteExposuresAsync(session, tenant, exposures);
    }

    /// <summary>Rejects the rows whose title is not in the catalogue, and returns the others.</summary>
    public static async Task<IReadOnlyList<T>> KnownAsync<T>(
        DatabaseSession session, TenantId tenant, IReadOnlyList<(ImportRow Row, T Read)> rows, Func<T, string> title, string field)
    {
        string[] ids = [.. rows.Select(row => title(row.Read)).Distinct(StringComparer.Ordinal)];
        if (ids.Length == 0)
            return [];
        HashSet<string> known = (await session.QueryAsync<string>(
            "select id from streaming_title where tenant = @tenant and id in @ids", new { tenant = tenant.Value, ids }))
            .ToHashSet(StringComparer.Ordinal);
        foreach ((ImportRow row, T read) in rows)
        {
            if (!known.Contains(title(read)))
                row.Reject(field, title(read), "must be the id of a title");
        }

        return [.. rows.Where(row => row.Row.Error is null).Select(row => row.Read)];
    }

    /// <summary>Reads each row; those that break a rule are left out.</summary>
    public static IReadOnlyList<(ImportRow Row, T Read)> Sound<T>(IReadOnlyList<ImportRow> rows, Func<ImportRow, T?> read)
        where T : class
    {
        var sound = new List<(ImportRow, T)>(rows.Count);
        foreach (ImportRow row in rows)
        {
            if (row.Error is null && read(row) is { } value && row.Error is null)
                sound.Add((row, value));
        }

        return sound;
    }

    /// <summary>A tag that somebody gave.</summary>
    internal sealed record TagRow(string User, string Title, string Tag, long At);
}
