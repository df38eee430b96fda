using Perto.Vectors;

namespace Perto.Conformance;

/// <summary>A record is there until the moment of its expiry and gone from then on, for every operation.</summary>
public abstract class ExpiryConformance(IVectorStoreFixture fixture) : VectorStoreConformance(fixture)
{
    [Fact]
    public async Task A_record_is_gone_from_its_expiry_on()
    {
        IVectorCollection things = await ThingsAsync();
        DateTimeOffset expiry = Clock.GetUtcNow() + TimeSpan.FromMinutes(10);
        await things.UpsertAsync([Expiring("a", expiry), Record("b", 1, 0)]);
        Assert.Equal(expiry, (await things.GetAsync("a"))!.ExpiresAt);

        Clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromMicroseconds(1));
        await SeesAsync(things, "a", "b");

        Clock.Advance(TimeSpan.FromMicroseconds(1));
        await SeesAsync(things, "b");
    }

    [Fact]
    public async Task A_record_that_is_expired_when_it_is_written_is_never_seen()
    {
        IVectorCollection things = await ThingsAsync();
        await things.UpsertAsync([Expiring("a", Clock.GetUtcNow()), Expiring("b", Clock.GetUtcNow() - TimeSpan.FromDays(1)), Expiring("c", DateTimeOffset.MinValue)]);
        await SeesAsync(things);
    }

    [Fact]
    public async Task An_expired_record_is_not_deleted_and_not_changed()
    {
        IVectorCollection things = await ThingsAsync();
        await things.UpsertAsync(Expiring("a", Clock.GetUtcNow() + TimeSpan.FromMinutes(1)));
        Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(0, await things.DeleteAsync(["a"]));
        Assert.Equal(0, await things.DeleteAsync(Filter.Everything));
        Assert.False(await things.UpdatePayloadAsync("a", new Dictionary<string, PayloadValue> { ["word"] = "x" }));
        await SeesAsync(things);
    }

    [Fact]
    public async Task An_expired_record_can_be_written_again()
    {
        IVectorCollection things = await ThingsAsync();
        await things.UpsertAsync(Expiring("a", Clock.GetUtcNow() + TimeSpan.FromMinutes(1)));
        Clock.Advance(TimeSpan.FromMinutes(2));
        await things.UpsertAsync(Record("a", 1, 0));
        await SeesAsync(things, "a");
        Clock.Advance(TimeSpan.FromDays(10_000));
        await SeesAsync(things, "a");
    }

    [Fact]
    public async Task Writing_again_moves_the_expiry()
    {
        IVectorCollection things = await ThingsAsync();
        await things.UpsertAsync([Expiring("longer", Clock.GetUtcNow() + TimeSpan.FromMinutes(1)), Expiring("shorter", Clock.GetUtcNow() + TimeSpan.FromMinutes(9))]);
        await things.UpsertAsync([Expiring("longer", Clock.GetUtcNow() + TimeSpan.FromMinutes(9)), Expiring("shorter", Clock.GetUtcNow() + TimeSpan.FromMinutes(1))]);
        Clock.Advance(TimeSpan.FromMinutes(5));
        await SeesAsync(things, "longer");
    }

    [Fact]
    public async Task A_change_of_payload_keeps_the_expiry()
    {
        IVectorCollection things = await ThingsAsync();
        await things.UpsertAsync(Expiring("a", Clock.GetUtcNow() + TimeSpan.FromMinutes(1)));
        await things.UpdatePayloadAsync("a", new Dictionary<string, PayloadValue> { ["word"] = "new" });
        await SeesAsync(things, "a");
        Clock.Advance(TimeSpan.FromMinutes(2));
        await SeesAsync(things);
    }

    [Fact]
    public async Task A_page_leaves_out_what_expired_since_the_page_before()
    {
        IVectorCollection things = await ThingsAsync();
        DateTimeOffset soon = Clock.GetUtcNow() + TimeSpan.FromMinutes(1);
        await things.UpsertAsync([Record("a", 1, 0), Expiring("b", soon), Expiring("c", soon), Record("d", 1, 0)]);
        ScrollPage first = await things.ScrollAsync(new ScrollQuery { Limit = 2 });
        Assert.Equal(2, first.Records.Count);
        Clock.Advance(TimeSpan.FromMinutes(2));
        ScrollPage second = await things.ScrollAsync(new ScrollQuery { Limit = 2, Cursor = first.Cursor });
        // Whatever the order of the provider: of those that stay each is on one page.
        Assert.Equal(["a", "d"], first.Records.Concat(second.Records).Select(r => r.Id).Except(["b", "c"]).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(second.Records, r => r.Id is "b" or "c");
    }

    [Fact]
    public async Task Records_that_expire_all_the_time_do_not_pile_up()
    {
        IVectorCollection things = await ThingsAsync();
        for (int i = 0; i < 100; i++)
        {
            await things.UpsertAsync([.. Enumerable.Range(0, 200).Select(j => Expiring($"{i}-{j}", Clock.GetUtcNow() + TimeSpan.FromMinutes(5)))]);
            Clock.Advance(TimeSpan.FromMinutes(1));
        }
        CollectionStatistics statistics = await things.StatisticsAsync();
        Assert.Equal(4 * 200, statistics.Records);
        Assert.InRange(statistics.DeadRecords, 0, 5_000);
    }

    private Task<IVectorCollection> ThingsAsync()
    {
        Requires(VectorStoreCapabilities.Expiry);
        return CollectionAsync(s => s.Dense("v", 2, Metric.Dot).Keyword("word"));
    }

    private static VectorRecord Expiring(string id, DateTimeOffset moment) => new(id)
    {
        Vectors = { ["v"] = new float[] { 1, 0 } },
        Payload = { ["word"] = "w" },
        ExpiresAt = moment,
    };

    private async Task SeesAsync(IVectorCollection things, params string[] ids)
    {
        Assert.Equal(ids, await IdsAsync(things));
        Assert.Equal(ids, Ids(await things.SearchAsync(Query(1, 0))));
        Assert.Equal(ids.Length, await things.CountAsync());
        Assert.Equal(ids.Length, (await things.StatisticsAsync()).Records);
        Assert.Equal(ids, (await things.GetAsync(["a", "b", "c", "longer", "shorter"])).Select(r => r.Id));
    }
}
