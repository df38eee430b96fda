using Perto.Platform;

namespace Perto.Streaming;

/// <summary>Looks things up for people who look around: titles, people, what they did.</summary>
public sealed class StreamingBrowser(IDatabase database, CatalogueStore catalogues, People people)
{
    private const int TagsShown = 20;

    /// <summary>People by id; with <paramref name="query"/>, those whose id begins with it.</summary>
    public async Task<Page<PersonSummary>> PeopleAsync(
        TenantId tenant, string? query, Paging paging, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(query))
            EventRules.CheckId(query, "q");
        string? after = Cursor.Read(paging.Cursor, parts: 1)?.Text(0);
        IReadOnlyList<PersonRow> rows = await people.ListAsync(tenant, query, after, paging.Limit + 1, cancellationToken);
        return paging.Page(rows, row => Cursor.Write(row.Id)).Select(row => new PersonSummary(
            row.Id, row.Ratings, row.Views, row.LastActive == 0 ? null : UnixMicros.ToMoment(row.LastActive)));
    }

    /// <summary>What a person did, latest first.</summary>
    public async Task<Page<HistoryItem>> HistoryAsync(TenantId tenant, string user, Paging paging, CancellationToken cancellationToken)
    {
        EventRules.CheckId(user, "user");
        Catalogue catalogue = await catalogues.GetAsync(tenant, cancellationToken);
        Person person = await people.FindAsync(tenant, user, catalogue, cancellationToken);
        Cursor? after = Cursor.Read(paging.Cursor, parts: 2);
        IEnumerable<HistoryEntry> rest = person.History.Entries;
        if (after is not null)
        {
            (long at, string title) = (after.Integer(0), after.Text(1));
            rest = rest.SkipWhile(entry => entry.At > at || (entry.At == at && string.CompareOrdinal(entry.Title.Id, title) <= 0));
        }

        return paging.Page([.. rest.Take(paging.Limit + 1)], entry => Cursor.Write(entry.At, entry.Title.Id)).Select(entry => new HistoryItem(
            TitleSummary.Of(entry.Title), entry.Rating, entry.Progress, UnixMicros.ToMoment(entry.At)));
    }

    /// <summary>Titles by id; with <paramref name="query"/>, those whose name contains it.</summary>
    public async Task<Page<TitleSummary>> TitlesAsync(
        TenantId tenant, string? query, Paging paging, CancellationToken cancellationToken)
    {
        string? after = Cursor.Read(paging.Cursor, parts: 1)?.Text(0);
        Catalogue catalogue = await catalogues.GetAsync(tenant, cancellationToken);

        // Titles stand in the order of the database; a cursor speaks of a place in it.
        int start = after is null ? 0 : catalogue.After(after);
        IEnumerable<Title> titles = catalogue.Titles.Skip(start).Where(title =>
            string.IsNullOrEmpty(query) || title.Name.Contains(query, StringComparison.OrdinalIgnoreCase));
        return paging.Page([.. titles.Take(paging.Limit + 1)], title => Cursor.Write(title.Id)).Select(TitleSummary.Of);
    }

    /// <summary>One title.</summary>
    /// <exception cref="NotFoundException">The catalogue does not have it.</exception>
    public async Task<TitleDetails> TitleAsync(TenantId tenant, string id, CancellationToken cancellationToken)
    {
        Catalogue catalogue = await catalogues.GetAsync(tenant, cancellationToken);
        Title title = catalogue.Find(id) ?? throw new NotFoundException("title", id);
        IReadOnlyList<string> tags = await database.ReadStaleAsync(
            session => session.QueryAsync<string>(
                """
                select tag from streaming_tag where tenant = @tenant and title_id = @id
                group by tag order by count(*) desc, tag limit @limit
                """,
                new { tenant = tenant.Value, id, limit = TagsShown }),
            cancellationToken);
        return TitleDetails.Of(title, tags);
    }
}
