using Perto.Vectors;

namespace Perto.Platform.Tests;

public sealed class EmbeddingChecksTests
{
    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.Postgres)]
    public async Task A_model_that_does_well_is_told_with_what_it_gives(SqlDialect engine)
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync(engine);
        EmbeddingCheck first = await CheckAsync(test);
        Assert.Equal(("words:counts-1", "counts-1", 64), (first.Model, first.Version, first.Dimensions));
        Assert.True(first.Ok, string.Join('\n', first.Problems));
        Assert.Null(first.Unchanged);
        Assert.Equal(1, first.Repeated, 6);
        Assert.True(first.Near > first.Far && first.Length > 1);
        Assert.Equal(1, (await CheckAsync(test)).Unchanged!.Value, 6);
    }

    [Fact]
    public async Task Another_model_under_the_same_name_is_reported_until_it_is_accepted()
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync();
        await CheckAsync(test);
        test.Model.Seed = 7;
        for (int i = 0; i < 2; i++)
        {
            EmbeddingCheck changed = await CheckAsync(test);
            Assert.False(changed.Ok);
            Assert.Contains("another model", Assert.Single(changed.Problems), StringComparison.Ordinal);
        }
        Assert.False((await CheckAsync(test, accept: true)).Ok);
        Assert.True((await CheckAsync(test)).Ok);
    }

    [Fact]
    public async Task A_model_that_gives_zeros_or_now_this_now_that_is_reported()
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync();
        test.Model.Changes = vector => new float[vector.Length];
        Assert.Contains(await ProblemsAsync(test), problem => problem.Contains("zeros", StringComparison.Ordinal));

        int at = 0;
        test.Model.Changes = vector => [.. vector.Select((_, i) => i == at++ % 60 ? 1f : 0f)];
        Assert.Contains(await ProblemsAsync(test), problem => problem.Contains("different vectors for the same text", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_model_that_does_not_answer_is_an_error()
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync();
        test.Model.Fails = _ => new DependencyException("words", "is away", "Wait");
        await Assert.ThrowsAsync<DependencyException>(() => CheckAsync(test));
    }

    [Fact]
    public async Task A_collection_of_other_dimensions_under_the_model_is_reported()
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync();
        await test.Get<DerivedCollections>().PublishAsync(
            TestEmbeddings.Tenant, "films", "counts-1", schema => schema.Dense("plot", 32, Metric.Cosine), Array.Empty<VectorRecord>(), TestEmbeddings.Cancelled);
        Assert.Contains(await ProblemsAsync(test), problem => problem.Contains("'films' has 32 dimensions", StringComparison.Ordinal));
    }

    private static Task<EmbeddingCheck> CheckAsync(TestEmbeddings test, bool accept = false) => test.Local.CheckAsync(model: null, accept, TestEmbeddings.Cancelled);

    private static async Task<IReadOnlyList<string>> ProblemsAsync(TestEmbeddings test) => (await CheckAsync(test)).Problems;
}
