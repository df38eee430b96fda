using Perto.Testing;
using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Pinecone.Tests;

/// <summary>Which indexes collections are in, how these are made, and what is told where they cannot be used.</summary>
public sealed class IndexTests
{
    [Fact]
    public async Task The_first_collection_makes_the_index_of_the_base_name_and_others_make_theirs()
    {
        await using TestService service = await TestService.StartAsync();
        PineconeVectorStore store = service.Store();
        await store.CollectionAsync(TestService.Tenant, "one", s => s.Dense("v", 384, Metric.Cosine));
        Assert.Equal(["shop"], service.Double.Indexes);
        await store.CollectionAsync(TestService.Tenant, "two", s => s.Dense("plot", 384, Metric.Cosine).Keyword("word"));
        Assert.Equal(["shop"], service.Double.Indexes);
        await store.CollectionAsync(TestService.Tenant, "three", s => s.Dense("v", 384, Metric.Dot));
        await store.CollectionAsync(TestService.Tenant, "four", s => s.Dense("v", 8, Metric.Euclidean));
        await store.CollectionAsync(new TenantId("other"), "four", s => s.Dense("v", 8, Metric.Euclidean));
        Assert.Equal(["shop", "shop-384-dotproduct", "shop-8-euclidean"], service.Double.Indexes);
        Assert.Equal(["four", "one", "three", "two"], await store.NamesAsync(TestService.Tenant));
    }

    [Fact]
    public async Task An_index_that_is_there_is_used()
    {
        await using TestService service = await TestService.StartAsync();
        service.Double.AddIndex("shop", 2, "dotproduct");
        PineconeVectorStore store = service.Store(settings => settings.CreateIndex = false);
        IVectorCollection things = await TestService.ThingsAsync(store);
        await things.UpsertAsync(TestService.Thing("a"));
        Assert.Equal(["shop"], service.Double.Indexes);
        Assert.Equal(["perto.catalogue", "shop~things~1"], service.Double.Namespaces("shop"));
    }

    [Fact]
    public async Task A_missing_index_that_may_not_be_made_is_told_by_its_settings()
    {
        await using TestService service = await TestService.StartAsync();
        PineconeVectorStore store = service.Store(settings => settings.CreateIndex = false);
        foreach (Func<Task> call in new Func<Task>[]
        {
            () => TestService.ThingsAsync(store).AsTask(),
            () => store.FindAsync(TestService.Tenant, "things").AsTask(),
            () => store.NamesAsync(TestService.Tenant).AsTask(),
            () => store.DeleteAsync(TestService.Tenant, "things").AsTask(),
        })
        {
            StorageException told = await Assert.ThrowsAsync<StorageException>(call);
            Assert.Contains("'Pinecone shop' has no index of that name", told.Message, StringComparison.Ordinal);
            Assert.Contains("Perto:Pinecone:Index", told.Remedy, StringComparison.Ordinal);
            Assert.Contains("Perto:Pinecone:CreateIndex", told.Remedy, StringComparison.Ordinal);
        }
        Assert.Empty(service.Double.Indexes);

        service.Double.AddIndex("shop", 3, "cosine");
        StorageException other = await Assert.ThrowsAsync<StorageException>(() => TestService.ThingsAsync(store).AsTask());
        Assert.Contains("'Pinecone shop-2-dotproduct' has no index of that name", other.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Looking_for_collections_makes_no_index()
    {
        await using TestService service = await TestService.StartAsync();
        PineconeVectorStore store = service.Store();
        Assert.Null(await store.FindAsync(TestService.Tenant, "things"));
        Assert.Empty(await store.NamesAsync(TestService.Tenant));
        Assert.False(await store.DeleteAsync(TestService.Tenant, "things"));
        Assert.Empty(service.Double.Indexes);
    }

    [Fact]
    public async Task An_index_of_the_right_name_and_another_dimension_is_refused()
    {
        await using TestService service = await TestService.StartAsync();
        service.Double.AddIndex("shop", 7, "cosine");
        service.Double.AddIndex("shop-2-dotproduct", 3, "dotproduct");
        StorageException told = await Assert.ThrowsAsync<StorageException>(() => TestService.ThingsAsync(service.Store()).AsTask());
        Assert.Contains("has vectors of 3 values and the metric dotproduct, where 2 and dotproduct were to be", told.Message, StringComparison.Ordinal);
        Assert.Contains("Perto:Pinecone:Index", told.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_leaves_no_room_for_a_second_index_is_told()
    {
        await using TestService service = await TestService.StartAsync();
        string name = new('n', 40);
        PineconeVectorStore store = service.Store(settings => settings.Index = name);
        await TestService.ThingsAsync(store);
        StorageException told = await Assert.ThrowsAsync<StorageException>(
            () => store.CollectionAsync(TestService.Tenant, "other", s => s.Dense("v", 3, Metric.Dot)).AsTask());
        Assert.Contains("a name of 53 characters, and 45 are allowed", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_index_is_made_where_the_settings_say_and_waited_for()
    {
        await using TestService service = await TestService.StartAsync();
        service.Double.ReadyIn = 3;
        CollectingLogger logger = new();
        PineconeVectorStore store = service.Store(settings => settings.Environment = "europe-west4-gcp", logger: logger.For<PineconeVectorStore>());
        IVectorCollection things = await TestService.ThingsAsync(store);
        await things.UpsertAsync(TestService.Thing("a"));
        ReceivedRequest made = Assert.Single(service.Double.Requests, request => request is { Method: "POST", Path: "/indexes" });
        Assert.Contains("\"serverless\":{\"cloud\":\"gcp\",\"region\":\"europe-west4\"}", made.Body, StringComparison.Ordinal);
        Assert.Contains(logger.Entries, entry => entry.Message.StartsWith("Creating the index shop in Pinecone: 2 values, dotproduct, gcp europe-west4", StringComparison.Ordinal));
        // The answer to its making, and three descriptions.
        Assert.Equal(4, logger.Entries.Count(entry => entry.Message.StartsWith("The index shop is Initializing", StringComparison.Ordinal)));
        Assert.Contains(logger.Entries, entry => entry.Message.StartsWith("The index shop is ready after ", StringComparison.Ordinal));
        Assert.All(logger.Entries, entry => Assert.DoesNotContain(service.Double.ApiKey, entry.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_wait_for_a_new_index_can_be_given_up()
    {
        await using TestService service = await TestService.StartAsync();
        service.Double.ReadyIn = int.MaxValue;
        PineconeVectorStore store = service.Store();
        using CancellationTokenSource giveUp = new();
        Task opening = store.CollectionAsync(TestService.Tenant, "things", s => s.Dense("v", 2, Metric.Dot), giveUp.Token).AsTask();
        while (service.Double.Requests.Count < 4)
            await Task.Yield();
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening);

        // The next call goes on with the index that was begun.
        PineconeVectorStore hasty = service.Store(settings => settings.CreateTimeout = TimeSpan.FromMilliseconds(1));
        StorageException told = await Assert.ThrowsAsync<StorageException>(() => TestService.ThingsAsync(hasty).AsTask());
        Assert.Contains("but Initializing", told.Message, StringComparison.Ordinal);
        Assert.Contains("Perto:Pinecone:CreateTimeout", told.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_index_that_is_gone_is_looked_for_again()
    {
        await using TestService service = await TestService.StartAsync();
        PineconeVectorStore store = service.Store();
        await (await TestService.ThingsAsync(store)).UpsertAsync(TestService.Thing("a"));
        service.Double.DropIndex("shop");
        StorageException told = await Assert.ThrowsAsync<StorageException>(() => store.FindAsync(TestService.Tenant, "things").AsTask());
        Assert.Contains("the index is not there any more", told.Message, StringComparison.Ordinal);
        Assert.Null(await store.FindAsync(TestService.Tenant, "things"));
        IVectorCollection things = await store.CollectionAsync(TestService.Tenant, "things", s => s.Dense("v", 3, Metric.Cosine));
        await things.UpsertAsync(new VectorRecord("b") { Vectors = { ["v"] = new float[] { 1, 0, 0 } } });
        Assert.Equal(1, await things.CountAsync());
        Assert.Equal(["shop"], service.Double.Indexes);
    }

    [Fact]
    public async Task Processes_that_make_the_same_index_and_collection_at_once_make_one_of_each()
    {
        await using TestService service = await TestService.StartAsync();
        service.Double.ReadyIn = 2;
        IVectorCollection[] handles = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            IVectorCollection things = await TestService.ThingsAsync(service.Store());
            await things.UpsertAsync(TestService.Thing($"{i}", i));
            return things;
        })));
        Assert.Equal(["shop"], service.Double.Indexes);
        foreach (IVectorCollection things in handles)
            Assert.Equal(8, await things.CountAsync());
    }
}
