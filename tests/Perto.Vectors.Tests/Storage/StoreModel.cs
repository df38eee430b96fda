using Perto.Vectors.Storage;

namespace Perto.Vectors.Tests.Storage;

/// <summary>
/// Does things to a collection, knows what must be in it: what was acknowledged, and what one write that was not would make of it.
/// </summary>
internal sealed class StoreModel
{
    /// <summary>What is there for certain.</summary>
    public Dictionary<string, VectorRecord> Acknowledged { get; private set; } = new(StringComparer.Ordinal);

    /// <summary>What is there if the write that nobody acknowledged has taken effect; null without one.</summary>
    public Dictionary<string, VectorRecord>? Pending { get; private set; }

    /// <summary>The same, to be led on by itself.</summary>
    public StoreModel Copy() => new() { Acknowledged = Acknowledged, Pending = Pending };

    public Task UpsertAsync(IVectorCollection things, params VectorRecord[] records) => DoAsync(
        next =>
        {
            foreach (VectorRecord record in records)
                next[record.Id] = record;
        },
        async _ => await things.UpsertAsync(records));

    public Task DeleteAsync(IVectorCollection things, params string[] ids)
    {
        int existed = 0;
        return DoAsync(
            next => existed = ids.Count(id => next.Remove(id)),
            async _ => Assert.Equal(existed, await things.DeleteAsync(ids)));
    }

    public Task DeleteAsync(IVectorCollection things, string field, PayloadValue value)
    {
        int matching = 0;
        return DoAsync(
            next =>
            {
                foreach (string id in Matching(next, field, value))
                    matching += next.Remove(id) ? 1 : 0;
            },
            async _ => Assert.Equal(matching, await things.DeleteAsync(Filter.Eq(field, value))));
    }

    public Task UpdateAsync(IVectorCollection things, string id, VectorPatch patch)
    {
        bool existed = false;
        return DoAsync(
            next =>
            {
                existed = next.TryGetValue(id, out VectorRecord? record);
                if (existed)
                    next[id] = Patched(record!, patch);
            },
            async _ => Assert.Equal(existed, await things.UpdateAsync(id, patch)));
    }

    public Task UpdateAsync(IVectorCollection things, string field, PayloadValue value, Dictionary<string, PayloadValue> patch)
    {
        int matching = 0;
        return DoAsync(
            next =>
            {
                foreach (string id in Matching(next, field, value))
                {
                    next[id] = Patched(next[id], new VectorPatch { Payload = patch });
                    matching++;
                }
            },
            async _ => Assert.Equal(matching, await things.UpdatePayloadAsync(Filter.Eq(field, value), patch)));
    }

    /// <summary>A store that was opened again holds all that was acknowledged, and the pending write as a whole or not at all.</summary>
    public async Task HoldsAsync(EmbeddedVectorStore store)
    {
        IVectorCollection? things = await store.FindAsync(StoredThings.Tenant, StoredThings.Name);
        if (things is null)
        {
            Assert.Empty(Acknowledged);
            return;
        }
        string[] found = await ContentAsync(things);
        if (Pending is { } pending && !found.SequenceEqual(Described(Acknowledged)))
            Acknowledged = pending;
        Pending = null;
        Assert.Equal(Described(Acknowledged), found);
    }

    /// <summary>The collection, as every way to read it tells the same.</summary>
    public static async Task<string[]> ContentAsync(IVectorCollection things)
    {
        List<VectorRecord> records = [];
        string? cursor = null;
        do
        {
            ScrollPage page = await things.ScrollAsync(new ScrollQuery { Limit = ScrollQuery.MaxLimit, Cursor = cursor, IncludeVectors = true });
            records.AddRange(page.Records);
            cursor = page.Cursor;
        }
        while (cursor is not null);
        string[] described = [.. records.Select(StoredThings.Describe)];

        Assert.Equal(records.Count, await things.CountAsync());
        string[] ids = [.. records.Select(record => record.Id)];
        Assert.Equal(described, (await things.GetAsync(ids)).Select(StoredThings.Describe));
        SearchResult nearest = await things.SearchAsync(new VectorQuery("v", new float[] { 0.25f, 0.25f }) { K = VectorQuery.MaxK, Exact = true });
        Assert.Equal(ids, nearest.Hits.Select(hit => hit.Id).Order(StringComparer.Ordinal));
        SearchResult walked = await things.SearchAsync(new VectorQuery("v", new float[] { 0.25f, 0.25f }) { K = 10 });
        Assert.Equal(nearest.Hits.Take(10).Select(hit => hit.Score), walked.Hits.Select(hit => hit.Score));
        foreach (string word in new[] { "ash", "birch" })
        {
            Assert.Equal(
                records.Count(record => record.Payload.TryGetValue("word", out PayloadValue value) && value == word),
                await things.CountAsync(Filter.Eq("word", word)));
        }
        return described;
    }

    private static string[] Described(Dictionary<string, VectorRecord> records) =>
        [.. records.OrderBy(record => record.Key, StringComparer.Ordinal).Select(record => StoredThings.Describe(record.Value))];

    private static string[] Matching(Dictionary<string, VectorRecord> records, string field, PayloadValue value) =>
        [.. records.Values.Where(record => record.Payload.TryGetValue(field, out PayloadValue held) && held == value).Select(record => record.Id)];

    private static VectorRecord Patched(VectorRecord record, VectorPatch patch)
    {
        Dictionary<string, PayloadValue> payload = new(record.Payload);
        foreach ((string field, PayloadValue value) in patch.Payload)
            payload[field] = value;
        Dictionary<string, VectorValue> vectors = new(record.Vectors);
        foreach ((string field, VectorValue? vector) in patch.Vectors)
        {
            vectors.Remove(field);
            if (vector is { } set)
                vectors.Add(field, set);
        }
        return new VectorRecord(record.Id)
        {
            Vectors = vectors,
            Payload = payload.Where(p => p.Value != PayloadValue.None).ToDictionary(),
            ExpiresAt = patch.NeverExpires ? null : patch.ExpiresAt ?? record.ExpiresAt,
        };
    }

    private async Task DoAsync(Action<Dictionary<string, VectorRecord>> change, Func<int, Task> write)
    {
        Dictionary<string, VectorRecord> next = new(Acknowledged, StringComparer.Ordinal);
        change(next);
        Pending = next;
        await write(0);
        Acknowledged = next;
        Pending = null;
    }
}
