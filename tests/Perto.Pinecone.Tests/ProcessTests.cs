using Perto.Vectors;

namespace Perto.Pinecone.Tests;

/// <summary>Several processes over one service; here each is a store of its own.</summary>
public sealed class ProcessTests
{
    [Fact]
    public async Task What_one_makes_and_writes_the_others_see()
    {
        await using TestService service = await TestService.StartAsync();
        PineconeVectorStore one = service.Store(), other = service.Store();
        IVectorCollection mine = await TestService.ThingsAsync(one);
        IVectorCollection theirs = (await other.FindAsync(TestService.Tenant, "things"))!;
        Assert.Equal(mine.Schema, theirs.Schema);
        await mine.UpsertAsync(TestService.Thing("a", 1));
        await theirs.UpsertAsync(TestService.Thing("b", 2));
        Assert.Equal(2, await mine.CountAsync());
        Assert.Equal(["a", "b"], (await theirs.ScrollAsync(new ScrollQuery())).Records.Select(record => record.Id));
        Assert.Equal(["things"], await other.NamesAsync(TestService.Tenant));
        await Assert.ThrowsAsync<VectorStoreException>(() => other.CollectionAsync(TestService.Tenant, "things", s => s.Dense("v", 3, Metric.Dot)).AsTask());
    }

    [Fact]
    public async Task A_deletion_by_another_is_noticed_within_half_a_minute()
    {
        await using TestService service = await TestService.StartAsync();
        PineconeVectorStore one = service.Store(), other = service.Store();
        IVectorCollection mine = await TestService.ThingsAsync(one);
        await mine.UpsertAsync(TestService.Thing("a"));
        Assert.True(await other.DeleteAsync(TestService.Tenant, "things"));
        Assert.Null(await one.FindAsync(TestService.Tenant, "things"));
        service.Clock.Advance(TimeSpan.FromSeconds(30));
        VectorStoreException refusal = await Assert.ThrowsAsync<VectorStoreException>(() => mine.CountAsync().AsTask());
        Assert.Equal("collection", refusal.Field);
        Assert.Equal(HealthState.Failed, (await mine.HealthAsync()).State);
    }

    [Fact]
    public async Task A_collection_that_is_made_again_has_nothing_of_the_one_before_and_late_writers_do_not_reach_it()
    {
        await using TestService service = await TestService.StartAsync();
        PineconeVectorStore one = service.Store(), other = service.Store();
        IVectorCollection before = await TestService.ThingsAsync(one);
        await before.UpsertAsync(TestService.Thing("before"));
        await other.DeleteAsync(TestService.Tenant, "things");
        IVectorCollection after = await TestService.ThingsAsync(other);
        // Its process does not know yet.
        await before.UpsertAsync(TestService.Thing("late"));
        Assert.Equal(0, await after.CountAsync());
        await after.UpsertAsync(TestService.Thing("after"));
        Assert.Equal(["after"], (await after.ScrollAsync(new ScrollQuery())).Records.Select(record => record.Id));

        // What the late one left is taken away when the name is made anew.
        Assert.Contains("shop~things~1", service.Double.Namespaces("shop"));
        await other.DeleteAsync(TestService.Tenant, "things");
        await TestService.ThingsAsync(other);
        Assert.DoesNotContain("shop~things~2", service.Double.Namespaces("shop"));
    }

    [Fact]
    public async Task Names_and_tenants_that_look_alike_are_kept_apart()
    {
        await using TestService service = await TestService.StartAsync();
        PineconeVectorStore store = service.Store();
        (string Tenant, string Name)[] all = [("a", "b/c"), ("a", "b"), ("a", "b.c"), ("a-b", "c"), ("a", "c"), ("a", "b/c/1"), ("a", "b:1"), ("perto", "catalogue"), ("perto", "deleted")];
        foreach ((string tenant, string name) in all)
        {
            IVectorCollection made = await store.CollectionAsync(new TenantId(tenant), name, s => s.Dense("v", 2, Metric.Dot).Integer("n"));
            await made.UpsertAsync(TestService.Thing($"{tenant} {name}"));
        }
        foreach ((string tenant, string name) in all)
        {
            IVectorCollection found = (await store.FindAsync(new TenantId(tenant), name))!;
            Assert.Equal([$"{tenant} {name}"], (await found.ScrollAsync(new ScrollQuery())).Records.Select(record => record.Id));
        }
        Assert.Equal(["b", "b.c", "b/c", "b/c/1", "b:1", "c"], await store.NamesAsync(new TenantId("a")));
        Assert.Equal(["catalogue", "deleted"], await store.NamesAsync(new TenantId("perto")));
    }

    [Fact]
    public async Task More_collections_than_a_page_lists_are_all_named()
    {
        await using TestService service = await TestService.StartAsync();
        PineconeVectorStore store = service.Store();
        string[] names = [.. Enumerable.Range(0, 130).Select(i => $"things-{i:000}")];
        foreach (string name in names)
            await TestService.ThingsAsync(store, name);
        Assert.Equal(names, await store.NamesAsync(TestService.Tenant));
    }

    [Fact]
    public async Task Parts_of_a_record_that_are_changed_at_once_are_all_changed()
    {
        await using TestService service = await TestService.StartAsync();
        IVectorCollection things = await service.Store().CollectionAsync(
            TestService.Tenant, "things", s => Enumerable.Range(0, 20).Aggregate(s.Dense("v", 2, Metric.Dot), (schema, i) => schema.Keywords($"f{i}")));
        await things.UpsertAsync(new VectorRecord("a") { Vectors = { ["v"] = new float[] { 1, 0 } } });
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => things.UpdateAsync("a", new VectorPatch { Payload = { [$"f{i}"] = new[] { "x" } } }).AsTask()));
        Assert.Equal(20, (await things.GetAsync("a"))!.Payload.Count);
    }
}
