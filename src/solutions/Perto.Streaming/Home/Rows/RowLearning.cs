using Microsoft.Extensions.Options;
using Perto.Learning;
using Perto.Platform;

namespace Perto.Streaming;

/// <summary>
/// Learns from served pages which rows people open titles of. A row is rewarded with 1 when a title was opened or watched out of it, else with 0; it counts as much as
/// it was seen. Where the client says what was shown, that is known; else a row counts by the probability that somebody looks so far down
/// (the position-based model: Lagree, Vernade and Cappe, NeurIPS 2016), so that a row is not taken for a bad one because it stood at the end.
/// </summary>
public sealed class RowLearning(ServedPages pages, RowBandits bandits, IDatabase database, IOptions<StreamingSettings> settings, TimeProvider clock)
{
    private const int Batch = 200;

    private readonly RowOrderSettings _settings = settings.Value.Rows;

    /// <summary>Learns from the pages of a tenant that have come since; returns how many.</summary>
    public async Task<int> LearnAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        DateTimeOffset until = clock.GetUtcNow().AddMinutes(-_settings.WaitMinutes);
        RowBanditState? before = await bandits.FindAsync(tenant, cancellationToken);
        LinearBandit bandit = bandits.Bandit(before);
        int learned = 0;
        while (true)
        {
            ServedRow? after = before is null ? null : new ServedRow { Id = before.LearnedId, At = before.LearnedAt };
            IReadOnlyList<ServedRow> next = await pages.NextAsync(tenant, DateTimeOffset.UnixEpoch, until, after, Batch, cancellationToken);
            if (next.Count == 0)
                return learned;
            ILookup<string, Deed> deeds = await DeedsAsync(tenant, next, cancellationToken);
            foreach (ServedRow page in next)
                Learn(bandit, page.ToPage(), [.. deeds[page.Id]]);
            using var bytes = new MemoryStream();
            bandit.Save(bytes);
            var state = new RowBanditState
            {
                LearnedAt = next[^1].At,
                LearnedId = next[^1].Id,
                Pages = (before?.Pages ?? 0) + next.Count,
                Bandit = bytes.ToArray(),
            };
            if (!await bandits.SaveAsync(tenant, before, state, cancellationToken))
                return learned;
            learned += next.Count;
            before = state;
        }
    }

    private void Learn(LinearBandit bandit, ServedPage page, Deed[] deeds)
    {
        // Made for nobody in particular: what is opened there says nothing of rows that were.
        if (page.Titles.Any(title => title.Row == HomePlan.PopularRow))
            return;
        HashSet<string> opened = [.. deeds.Where(deed => deed.Kind != Deed.Impression).Select(deed => deed.TitleId)];
        HashSet<string> seen = [.. deeds.Where(deed => deed.Kind == Deed.Impression).Select(deed => deed.TitleId)];
        Span<double> context = stackalloc double[RowKinds.Dimensions];
        foreach (IGrouping<int, ServedTitle> row in page.Titles.GroupBy(title => title.RowPlace))
        {
            if (RowKinds.Of(row.First().Row) is not { } arm)
                continue;
            bool isOpened = row.Any(title => opened.Contains(title.Id));
            double examined = seen.Count == 0
                ? Math.Pow(row.Key, -_settings.PositionDecay)
                : isOpened || row.Any(title => seen.Contains(title.Id)) ? 1 : 0;
            if (examined == 0)
                continue;
            RowKinds.Context(page.Device, row.OrderBy(title => title.Rank).Select(title => title.Score), context);
            bandit[arm].Add(context, isOpened ? 1 / examined : 0, examined);
        }
    }

    private async Task<ILookup<string, Deed>> DeedsAsync(TenantId tenant, IReadOnlyList<ServedRow> served, CancellationToken cancellationToken) =>
        (await database.ReadAsync(
            session => session.QueryAsync<Deed>(
                """
                select request, title_id, kind from streaming_exposure
                where tenant = @tenant and user_id in @users and at >= @from and request in @ids
                union
                select request, title_id, 'view' as kind from streaming_view
                where tenant = @tenant and user_id in @users and started_at >= @from and request in @ids
                """,
                new
                {
                    tenant = tenant.Value,
                    users = served.Select(page => page.UserId).Distinct(StringComparer.Ordinal).ToArray(),
                    from = served[0].At,
                    ids = served.Select(page => page.Id).ToArray(),
                }),
            cancellationToken)).ToLookup(deed => deed.Request, StringComparer.Ordinal);

    private sealed record Deed
    {
        public const string Impression = "impression";

        public string Request { get; init; } = "";

        public string TitleId { get; init; } = "";

        public string Kind { get; init; } = "";
    }
}
