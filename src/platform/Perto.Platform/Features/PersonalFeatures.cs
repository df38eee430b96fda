using System.Runtime.CompilerServices;

namespace Perto.Platform;

/// <summary>The features of people: the views of the entity <see cref="FeatureView.Person"/>.</summary>
internal sealed class PersonalFeatures(IDatabase database, FeatureCatalogue catalogue, FeatureHistory history, OnlineRows online, WriteOrder order) : IPersonalDataSource
{
    private const int PageRows = 1_000;

    public string Name => "features/values";

    public string Description => "Features of people, written or made from events: the newest and those of all moments before. They stay until the person is erased.";

    public IReadOnlyList<string> Tables => ["feature_online", "feature_history"];

    public async Task<long> CountAsync(TenantId tenant, string subject, CancellationToken cancellationToken)
    {
        int[] ids = await ViewsAsync(tenant, cancellationToken);
        return ids.Length == 0 ? 0 : await database.ReadAsync(
            session => session.ScalarAsync<long>(
                "select count(*) from feature_history where tenant = @tenant and view_id in @ids and entity_key = @subject", new { tenant, ids, subject }),
            cancellationToken);
    }

    public async Task<bool> EraseAsync(TenantId tenant, string subject, CancellationToken cancellationToken)
    {
        int[] ids = await ViewsAsync(tenant, cancellationToken);
        if (ids.Length == 0)
            return true;
        long? erased = await database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync("delete from feature_history where tenant = @tenant and view_id in @ids and entity_key = @subject", new { tenant, ids, subject });
                return await session.ScalarAsync<long?>(
                    "delete from feature_online where tenant = @tenant and entity = @entity and entity_key = @subject returning revision",
                    new { tenant, entity = FeatureView.Person, subject });
            },
            cancellationToken);
        // Of a greater revision than any row that a reader may still hold.
        var gone = new OnlineRow(Math.Max(order.Next(), (erased ?? 0) + 1), default);
        return await online.PutAsync(tenant, [KeyValuePair.Create(new EntityKey(FeatureView.Person, subject), gone)], cancellationToken);
    }

    public async IAsyncEnumerable<object> ExportAsync(TenantId tenant, string subject, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        TenantViews views = await catalogue.GetAsync(tenant, cancellationToken);
        foreach (RegisteredView view in views.All.Where(view => view.IsPersonal))
        {
            FeatureHistoryRow? last = null;
            while (true)
            {
                IReadOnlyList<FeatureHistoryRow> page = await history.PageAsync(
                    tenant, view, [subject], long.MinValue, long.MaxValue, last, PageRows, cancellationToken);
                foreach (FeatureHistoryRow row in page)
                {
                    FeatureReading reading = FeatureReading.Of(view, row.EventAt, row.Packed, row.EventAt);
                    yield return new { View = view.Name, view.Definition.Version, EventAt = UnixMicros.ToMoment(row.EventAt), Values = reading.ToValues() };
                }
                if (page.Count < PageRows)
                    break;
                last = page[^1];
            }
        }
    }

    private async Task<int[]> ViewsAsync(TenantId tenant, CancellationToken cancellationToken) =>
        [.. (await catalogue.GetAsync(tenant, cancellationToken)).All.Where(view => view.IsPersonal).Select(view => view.Id)];
}
