using Perto.Testing;

namespace Perto.Platform.Tests;

public sealed class EmbeddingCacheTests
{
    public static TheoryData<SqlDialect> Engines => [SqlDialect.Sqlite, SqlDialect.Postgres];

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Another_process_finds_in_the_database_what_was_made_before(SqlDialect engine)
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync(engine);
        EmbeddedTexts made = await test.EmbedAsync("red shoes", "blue hat");
        await test.FlushAsync();

        TestEmbeddings other = test.Other();
        EmbeddedTexts found = await other.EmbedAsync("blue hat", "red shoes", "green coat");
        Assert.Equal((0, 2, 1), (found.Cached, found.Stored, found.Computed));
        Assert.Equal(made.Vectors[1], found.Vectors[0]);
        Assert.Equal(["green coat"], Assert.Single(other.Model.Calls));
        Assert.Equal(2, found.Tokens);
        // Now its own memory has them.
        Assert.Equal((3, 0, 0), Origin(await other.EmbedAsync("blue hat", "red shoes", "green coat")));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Uses_are_counted_and_the_beginning_of_a_text_is_kept_with_it(SqlDialect engine)
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync(engine);
        string text = string.Concat(new string('a', 199), "\U0001F600", "the rest");
        for (int i = 0; i < 4; i++)
            await test.EmbedAsync(text);
        await test.EmbedAsync("hat");
        await test.FlushAsync();
        await test.EmbedAsync(text);
        await test.FlushAsync();

        EmbeddingStatistics kept = await test.Local.StatisticsAsync(TestEmbeddings.Cancelled);
        Assert.Equal((2, 4, 2.0), (kept.Entries, kept.Hits, kept.MeanHits));
        EmbeddingSpaceUse space = Assert.Single(kept.Spaces);
        Assert.Equal("words:counts-1|counts-1||document|unit", space.Space);
        IReadOnlyList<string> heads = await test.Database.ReadAsync(session => session.QueryAsync<string>("select head from embedding_cache order by head"));
        // No half of a pair is kept.
        Assert.Equal([new string('a', 199), "hat"], heads);
        Assert.Equal(4, test.Meters.Sum("embedding.cache.hits"));
        Assert.Equal(2, test.Meters.Sum("embedding.cache.misses"));
    }

    [Fact]
    public async Task Nothing_of_a_text_is_kept_where_nothing_is_to_be()
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync(settings: new KeyValuePair<string, string?>("Perto:Embeddings:KeptCharacters", "0"));
        await test.EmbedAsync("hat");
        await test.FlushAsync();
        Assert.Equal("", await test.Database.ReadAsync(session => session.ScalarAsync<string>("select head from embedding_cache")));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_vector_goes_when_nobody_used_it_for_its_time(SqlDialect engine)
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync(engine);
        await test.EmbedAsync("old", "used");
        await test.FlushAsync();
        test.Clock.Advance(TimeSpan.FromDays(89));
        Assert.Equal((0, 1, 0), Origin(await test.EmbedAsync("used")));
        await test.FlushAsync();
        test.Clock.Advance(TimeSpan.FromDays(2));

        // It is not given any more, also before it is deleted.
        Assert.Equal((0, 1, 1), Origin(await test.Other().EmbedAsync("old", "used")));
        Assert.Equal(1, await test.Get<EmbeddingCacheTable>().DeleteUnusedAsync(TimeSpan.FromDays(90), TestEmbeddings.Cancelled));
        Assert.Equal(1, (await test.Local.StatisticsAsync(TestEmbeddings.Cancelled)).Entries);
    }

    [Fact]
    public async Task A_time_of_nothing_keeps_nothing()
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync(
            settings: [new("Perto:Embeddings:CacheTtl", "00:00:00"), new("Perto:Embeddings:StoredTtl", "00:00:00")]);
        await test.EmbedAsync("hat");
        await test.FlushAsync();
        Assert.Equal((0, 0, 1), Origin(await test.EmbedAsync("hat")));
        Assert.Equal(0, (await test.Local.StatisticsAsync(TestEmbeddings.Cancelled)).Entries);
    }

    [Fact]
    public async Task A_caller_can_do_without_what_is_kept()
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync();
        await test.EmbedAsync(new EmbeddingRequest { UseCache = false }, "hat");
        await test.FlushAsync();
        Assert.Equal((0, 0, 1), Origin(await test.EmbedAsync("hat")));
        Assert.Equal((0, 0, 1), Origin(await test.EmbedAsync(new EmbeddingRequest { UseCache = false }, "hat")));
        Assert.Equal(3, test.Model.Calls.Count);
    }

    [Fact]
    public async Task Tenants_share_no_vector()
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync();
        await test.EmbedAsync("hat");
        await test.FlushAsync();
        EmbeddedTexts other = await test.Embeddings.EmbedAsync(new TenantId("other"), ["hat"], request: null, TestEmbeddings.Cancelled);
        Assert.Equal(1, other.Computed);
        Assert.Equal(0, (await test.Embeddings.StatisticsAsync(new TenantId("third"), TestEmbeddings.Cancelled)).Entries);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_forgotten_text_is_nowhere(SqlDialect engine)
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync(engine);
        await test.EmbedAsync("my secret", "hat");
        await test.EmbedAsync(new EmbeddingRequest { Purpose = EmbeddingPurpose.Query }, "my secret");
        await test.FlushAsync();
        await test.EmbedAsync("second secret");

        Assert.Equal(2, await test.Local.ForgetAsync([" my  secret", "second secret"], TestEmbeddings.Cancelled));
        await test.FlushAsync();
        Assert.Equal(["hat"], await test.Database.ReadAsync(session => session.QueryAsync<string>("select head from embedding_cache")));
        Assert.Equal((1, 0, 2), Origin(await test.EmbedAsync("my secret", "hat", "second secret")));
    }

    [Fact]
    public async Task A_damaged_vector_is_made_anew()
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync();
        await test.EmbedAsync("hat");
        await test.FlushAsync();
        await test.Database.WriteAsync(session => session.ExecuteAsync("update embedding_cache set vector = @bytes", new { bytes = new byte[] { 1, 2, 3 } }));

        TestEmbeddings other = test.Other();
        Assert.Equal((0, 0, 1), Origin(await other.EmbedAsync("hat")));
        await other.FlushAsync();
        Assert.Equal((0, 1, 0), Origin(await test.Other().EmbedAsync("hat")));
    }

    [Fact]
    public async Task Another_model_is_another_key()
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync();
        await test.EmbedAsync("hat");
        Assert.Equal(1, (await test.EmbedAsync(new EmbeddingRequest { Model = ModelName.Parse("words:small") }, "hat")).Computed);
        // The name of a model cannot be made to look like another one's form.
        Assert.NotEqual(
            EmbeddingSpace.Of(test.Embeddings.Open(ModelName.Parse("words:a|counts-1||query|raw")), new EmbeddingRequest()),
            EmbeddingSpace.Of(test.Embeddings.Open(ModelName.Parse("words:a")), new EmbeddingRequest { Purpose = EmbeddingPurpose.Query, Normalize = false }));
    }

    [Fact]
    public async Task What_cannot_be_written_is_written_later()
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync();
        await test.EmbedAsync("hat");
        await test.EmbedAsync("hat");
        await test.Database.WriteAsync(session => session.ExecuteAsync("alter table embedding_cache rename to away"));
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(test.FlushAsync);
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => test.Get<EmbeddingCacheTable>().CountAsync([new(new EmbeddingKey(TestEmbeddings.Tenant, "s", "h"), 1)], TestEmbeddings.Cancelled));
        await test.Database.WriteAsync(session => session.ExecuteAsync("alter table away rename to embedding_cache"));
        await test.FlushAsync();
        Assert.Equal((1, 1), await CountsAsync(test));
    }

    [Fact]
    public async Task A_row_that_the_database_will_never_take_keeps_no_other_from_it()
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync(SqlDialect.Postgres);
        EmbeddingCacheWriter writer = test.Get<EmbeddingCacheWriter>();
        foreach (string head in (string[])["one", "no\0head", "two", "three"])
            writer.Add(new StoredEmbedding(new EmbeddingKey(TestEmbeddings.Tenant, "space", head.Replace("\0", "-", StringComparison.Ordinal)), head, [1]), since: 0);
        await test.FlushAsync();
        Assert.Equal((3, 0), await CountsAsync(test));
        await test.FlushAsync();
    }

    [Fact]
    public async Task What_was_begun_before_it_was_forgotten_is_not_kept()
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync();
        var open = new TaskCompletionSource();
        test.Model.Open = open.Task;
        Task<EmbeddedTexts> embedding = test.EmbedAsync("secret");
        await Eventually.Async(() => test.Model.Calls.Count == 1);
        await test.Local.ForgetAsync(["secret"], TestEmbeddings.Cancelled);
        open.SetResult();
        await embedding;
        await test.FlushAsync();
        Assert.Equal((0, 0), await CountsAsync(test));
        Assert.Equal(1, (await test.EmbedAsync("secret")).Computed);
    }

    [Fact]
    public async Task What_was_embedded_before_others_failed_is_kept()
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync(settings: new KeyValuePair<string, string?>("Perto:Embeddings:ConcurrentCalls", "1"));
        test.Model.Fails = text => text == "text 25" ? new DependencyException("words", "is away", "Wait") { Transient = true } : null;
        string[] texts = [.. Enumerable.Range(0, 60).Select(i => $"text {i}")];
        await Assert.ThrowsAsync<DependencyException>(() => test.EmbedAsync(texts));
        // Those behind the failure are not asked for any more.
        Assert.Equal(3, test.Model.Calls.Count);
        test.Model.Fails = _ => null;
        EmbeddedTexts again = await test.EmbedAsync(texts);
        Assert.Equal((20, 40), (again.Stored, again.Computed));
    }

    [Fact]
    public async Task Vectors_of_a_model_that_was_another_one_are_not_mixed_and_go_when_the_new_one_is_accepted()
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync();
        await test.EmbedAsync("hat");
        await test.FlushAsync();
        await test.Local.CheckAsync(model: null, accept: false, TestEmbeddings.Cancelled);

        TestEmbeddings later = test.Other();
        later.Model.Dimensions = 32;
        await Assert.ThrowsAsync<DependencyException>(() => later.EmbedAsync("hat", "shoes"));
        EmbeddingCheck check = await later.Local.CheckAsync(model: null, accept: true, TestEmbeddings.Cancelled);
        Assert.Contains("32 dimensions where it gave 64", Assert.Single(check.Problems), StringComparison.Ordinal);
        EmbeddedTexts now = await later.EmbedAsync("hat", "shoes");
        Assert.Equal(32, now.Dimensions);
        Assert.True((await later.Local.CheckAsync(model: null, accept: false, TestEmbeddings.Cancelled)).Ok);
    }

    [Fact]
    public async Task Without_a_time_those_who_ask_at_once_still_wait_for_one_call()
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync(
            settings: [new("Perto:Embeddings:CacheTtl", "00:00:00"), new("Perto:Embeddings:StoredTtl", "00:00:00")]);
        var open = new TaskCompletionSource();
        test.Model.Open = open.Task;
        Task<EmbeddedTexts>[] all = [.. Enumerable.Range(0, 20).Select(_ => test.EmbedAsync("hat"))];
        await Eventually.Async(() => test.Model.Calls.Count == 1);
        open.SetResult();
        await Task.WhenAll(all);
        Assert.Single(test.Model.Calls);
    }

    [Fact]
    public async Task Texts_are_cut_to_what_is_to_be_kept_of_them()
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync();
        await test.EmbedAsync("a long story");
        await test.FlushAsync();
        Assert.Equal(1, await test.Get<EmbeddingCacheTable>().ShortenAsync(6, TestEmbeddings.Cancelled));
        Assert.Equal("a long", await test.Database.ReadAsync(session => session.ScalarAsync<string>("select head from embedding_cache")));
    }

    private static async Task<(long Entries, long Hits)> CountsAsync(TestEmbeddings test)
    {
        EmbeddingStatistics kept = await test.Local.StatisticsAsync(TestEmbeddings.Cancelled);
        return (kept.Entries, kept.Hits);
    }

    private static (int Cached, int Stored, int Computed) Origin(EmbeddedTexts made) => (made.Cached, made.Stored, made.Computed);
}
