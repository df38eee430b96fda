namespace Perto.Platform;

/// <summary>The online stores one behind the other, first the process's own memory and at the end the table. What one did not know and a later one did, it takes over.</summary>
internal sealed class OnlineRows(IEnumerable<IOnlineFeatures> stores, FeatureTable table, FeatureMetrics metrics)
{
    // Less than the revision of any row: whatever is written replaces it.
    private static readonly OnlineRow Nothing = new(1, default);

    private readonly IOnlineFeatures[] _stores = [.. stores];

    /// <summary>The rows of some entities; those without one are empty.</summary>
    public async ValueTask<OnlineRow[]> GetAsync(TenantId tenant, EntityKey[] keys, CancellationToken cancellationToken)
    {
        var rows = new OnlineRow[keys.Length];
        int known = 0;
        for (int i = 0; i < _stores.Length && known < rows.Length; i++)
        {
            if (i == 0)
                await _stores[i].GetAsync(tenant, keys, rows, cancellationToken);
            else
                await GetMissingAsync(i, tenant, keys, rows, cancellationToken);
            known = Known(rows);
        }
        metrics.Read(keys.Length, keys.Length - known);
        if (known < rows.Length)
            await GetFromTableAsync(tenant, keys, rows, cancellationToken);
        return rows;
    }

    /// <summary>Gives what was written to all stores.</summary>
    /// <returns>False where one could not be reached.</returns>
    public async Task<bool> PutAsync(TenantId tenant, IReadOnlyCollection<KeyValuePair<EntityKey, OnlineRow>> rows, CancellationToken cancellationToken)
    {
        EntityKey[] keys = [.. rows.Select(row => row.Key)];
        OnlineRow[] values = [.. rows.Select(row => row.Value)];
        bool reached = true;
        foreach (IOnlineFeatures store in _stores)
            reached &= await store.PutAsync(tenant, keys, values, changed: true, cancellationToken);
        return reached;
    }

    private async Task GetFromTableAsync(TenantId tenant, EntityKey[] keys, OnlineRow[] rows, CancellationToken cancellationToken)
    {
        (EntityKey[] missing, int[] places) = Missing(keys, rows);
        var found = new OnlineRow[missing.Length];
        await table.GetAsync(tenant, missing, found, cancellationToken);
        for (int i = 0; i < found.Length; i++)
        {
            if (!found[i].IsKnown)
                found[i] = Nothing;
            rows[places[i]] = found[i];
        }
        foreach (IOnlineFeatures store in _stores)
            await store.PutAsync(tenant, missing, found, changed: false, cancellationToken);
    }

    private async Task GetMissingAsync(int store, TenantId tenant, EntityKey[] keys, OnlineRow[] rows, CancellationToken cancellationToken)
    {
        (EntityKey[] missing, int[] places) = Missing(keys, rows);
        var found = new OnlineRow[missing.Length];
        await _stores[store].GetAsync(tenant, missing, found, cancellationToken);
        // What comes from outside of the process may be damaged on its way: the table has it whole.
        int[] known = [.. Enumerable.Range(0, found.Length).Where(i => found[i].IsKnown && (found[i].Packed.Length == 0 || PackedRow.IsIntact(found[i].Packed.Span)))];
        foreach (int i in known)
            rows[places[i]] = found[i];
        for (int before = 0; before < store && known.Length > 0; before++)
            await _stores[before].PutAsync(tenant, known.Select(i => missing[i]).ToArray(), known.Select(i => found[i]).ToArray(), changed: false, cancellationToken);
    }

    private static int Known(OnlineRow[] rows)
    {
        int known = 0;
        foreach (ref readonly OnlineRow row in rows.AsSpan())
            known += row.IsKnown ? 1 : 0;
        return known;
    }

    private static (EntityKey[] Keys, int[] Places) Missing(EntityKey[] keys, OnlineRow[] rows)
    {
        int[] places = [.. Enumerable.Range(0, keys.Length).Where(i => !rows[i].IsKnown)];
        return ([.. places.Select(i => keys[i])], places);
    }
}
