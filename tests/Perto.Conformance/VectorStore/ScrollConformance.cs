using Perto.Vectors;

namespace Perto.Conformance;

/// <summary>Paging: every record once, in one order, whatever is written meanwhile.</summary>
public abstract class ScrollConformance(IVectorStoreFixture fixture) : VectorStoreConformance(fixture)
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(25)]
    [InlineData(100)]
    public async Task Pages_give_every_record_once_in_id_order(int limit)
    {
        Requires(VectorStoreCapabilities.OrderedScroll);
        IVectorCollection things = await CollectionAsync();
        string[] ids = [.. Enumerable.Range(0, 100).Select(i => $"id-{i * 7919 % 100:000}")];
        await things.UpsertAsync([.. ids.Select(id => Record(id, 1, 0))]);
        List<string> seen = [];
        string? cursor = null;
        do
        {
            ScrollPage page = await things.ScrollAsync(new ScrollQuery { Limit = limit, Cursor = cursor });
            Assert.InRange(page.Records.Count, 1, limit);
            seen.AddRange(page.Records.Select(r => r.Id));
            cursor = page.Cursor;
        }
        while (cursor is not null);
        Assert.Equal(ids.Order(StringComparer.Ordinal), seen);
    }

    [Fact]
    public async Task Id_order_is_the_order_of_code_points()
    {
        Requires(VectorStoreCapabilities.OrderedScroll);
        IVectorCollection things = await CollectionAsync();
        string[] expected = ["", "A", "B", "a", "aa", "ab", "b", "z", "é", "\uD7FF", "\uE000", "\uFFFD", "\U00010000", "🎬", "🎬a"];
        await things.UpsertAsync([.. expected.Skip(1).Reverse().Select(id => Record(id, 1, 0))]);
        Assert.Equal(expected.Skip(1), await IdsAsync(things));
        string? cursor = null;
        foreach (string id in expected.Skip(1))
        {
            ScrollPage page = await things.ScrollAsync(new ScrollQuery { Limit = 1, Cursor = cursor });
            Assert.Equal(id, Assert.Single(page.Records).Id);
            cursor = page.Cursor;
        }
        Assert.Null(cursor);
    }

    [Fact]
    public async Task A_page_that_ends_the_collection_has_no_cursor()
    {
        IVectorCollection things = await CollectionAsync();
        Assert.Equal(new ScrollPage([], null).Cursor, (await things.ScrollAsync(new ScrollQuery())).Cursor);
        await things.UpsertAsync([Record("a", 1, 0), Record("b", 1, 0)]);
        Assert.Null((await things.ScrollAsync(new ScrollQuery { Limit = 2 })).Cursor);
        Assert.NotNull((await things.ScrollAsync(new ScrollQuery { Limit = 1 })).Cursor);
    }

    [Fact]
    public async Task Writing_between_pages_neither_repeats_nor_hides_other_records()
    {
        Requires(VectorStoreCapabilities.OrderedScroll);
        IVectorCollection things = await CollectionAsync();
        await things.UpsertAsync([.. "bdfhjlnp".Select(c => Record($"{c}", 1, 0))]);
        ScrollPage first = await things.ScrollAsync(new ScrollQuery { Limit = 3 });
        Assert.Equal(["b", "d", "f"], first.Records.Select(r => r.Id));

        // The record under the cursor goes, ones before and after it come, change and go.
        await things.DeleteAsync(["f", "h"]);
        await things.UpsertAsync([Record("a", 1, 0), Record("k", 1, 0), Record("b", 9, 9), Record("n", 9, 9)]);

        ScrollPage second = await things.ScrollAsync(new ScrollQuery { Limit = 3, Cursor = first.Cursor, IncludeVectors = true });
        Assert.Equal(["j", "k", "l"], second.Records.Select(r => r.Id));
        ScrollPage third = await things.ScrollAsync(new ScrollQuery { Limit = 3, Cursor = second.Cursor, IncludeVectors = true });
        Assert.Equal(["n", "p"], third.Records.Select(r => r.Id));
        VectorIs(third.Records[0], "v", 9, 9);
    }

    [Fact]
    public async Task A_cursor_can_be_used_again()
    {
        Requires(VectorStoreCapabilities.OrderedScroll);
        IVectorCollection things = await CollectionAsync();
        await things.UpsertAsync([.. "abcd".Select(c => Record($"{c}", 1, 0))]);
        string? cursor = (await things.ScrollAsync(new ScrollQuery { Limit = 2 })).Cursor;
        for (int i = 0; i < 2; i++)
            Assert.Equal(["c", "d"], (await things.ScrollAsync(new ScrollQuery { Limit = 2, Cursor = cursor })).Records.Select(r => r.Id));
        IVectorCollection? reopened = await Store.FindAsync(Tenant, "things");
        Assert.Equal(["c"], (await reopened!.ScrollAsync(new ScrollQuery { Limit = 1, Cursor = cursor })).Records.Select(r => r.Id));
    }

    [Fact]
    public async Task Pages_of_a_filter_are_full()
    {
        Requires(VectorStoreCapabilities.OrderedScroll);
        IVectorCollection things = await CollectionAsync(s => s.Dense("v", 2, Metric.Dot).Integer("n"));
        await things.UpsertAsync([.. Enumerable.Range(0, 100).Select(i => Record($"{i:00}", "n", i))]);
        ScrollQuery query = new() { Filter = Filter.Gte("n", 90), Limit = 4 };
        ScrollPage page = await things.ScrollAsync(query);
        Assert.Equal(["90", "91", "92", "93"], page.Records.Select(r => r.Id));
        page = await things.ScrollAsync(new ScrollQuery { Filter = query.Filter, Limit = 6, Cursor = page.Cursor });
        Assert.Equal(6, page.Records.Count);
        Assert.Null(page.Cursor);
    }

    [Fact]
    public async Task Records_carry_payload_always_and_vectors_on_request()
    {
        IVectorCollection things = await CollectionAsync(s => s.Dense("v", 2, Metric.Dot).Integer("n"));
        await things.UpsertAsync(Record("a", "n", 7));
        VectorRecord plain = (await things.ScrollAsync(new ScrollQuery())).Records[0];
        Assert.Equal(7L, plain.Payload["n"]);
        Assert.Empty(plain.Vectors);
        VectorRecord full = (await things.ScrollAsync(new ScrollQuery { IncludeVectors = true })).Records[0];
        VectorIs(full, "v", 1, 0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(10_001)]
    public async Task A_limit_outside_its_range_is_refused(int limit)
    {
        IVectorCollection things = await CollectionAsync();
        await RefusesAsync("limit", () => things.ScrollAsync(new ScrollQuery { Limit = limit }).AsTask());
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("1")]
    [InlineData("1%%%")]
    [InlineData("2YQ")]
    [InlineData("1gA")]
    [InlineData("ação")]
    public async Task What_is_no_cursor_is_refused(string cursor)
    {
        IVectorCollection things = await CollectionAsync();
        await RefusesAsync("cursor", () => things.ScrollAsync(new ScrollQuery { Cursor = cursor }).AsTask());
    }
}
