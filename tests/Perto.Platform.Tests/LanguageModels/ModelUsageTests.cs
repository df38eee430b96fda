using System.Globalization;
using Microsoft.Extensions.AI;
using Perto.Testing;

namespace Perto.Platform.Tests;

/// <summary>What calls of models take and cost, and the limits of both.</summary>
public sealed class ModelUsageTests
{
    private static readonly TenantId Shop = new("shop");
    private static readonly TenantId Cinema = new("cinema");
    private static readonly DateOnly Day = new(2026, 1, 1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.Postgres)]
    public async Task Calls_are_added_up_by_tenant_day_model_and_purpose(SqlDialect dialect)
    {
        await using TestDatabase database = await TestDatabase.OpenMigratedAsync(dialect);
        await using CohereDouble cohere = await CohereDouble.StartAsync();
        await using OpenAIDouble openAI = await OpenAIDouble.StartAsync();
        ManualTimeProvider clock = new();
        using TestModels models = TestModels.With(Settings(cohere, openAI), clock, database.Database);

        IEmbeddingGenerator<string, Embedding<float>> embedding = models.Models.For(Shop).Generator(ModelName.Parse("cohere"));
        // 200 texts are three requests.
        await embedding.GenerateAsync(Enumerable.Repeat("two words", 200), cancellationToken: Cancellation);
        await embedding.GenerateAsync(["one"], ((EmbeddingGenerationOptions?)null).For(Cinema), Cancellation);
        await models.Models.For(Shop, "search").Reranker(ModelName.Parse("cohere")).RerankAsync("heist", [.. Enumerable.Repeat("film", 150)], Cancellation);
        await models.Models.For(Shop, "memory").Chat(ModelName.Parse("openai")).GetResponseAsync("hello you", cancellationToken: Cancellation);
        clock.Advance(TimeSpan.FromDays(1));
        await embedding.GenerateAsync(["next day"], cancellationToken: Cancellation);

        IReadOnlyList<ModelUsageRow> rows = await models.Administration.UsageAsync(Day, Day.AddDays(1), Shop.Value, Cancellation);
        Assert.Equal(
        [
            new ModelUsageRow { Day = Day.AddDays(1), Provider = "cohere", Model = "embed-v4.0", Purpose = "embedding", Requests = 1, Texts = 1, InputTokens = 2, OutputTokens = 0, Searches = 0, CostMicroUsd = 0, UnpricedRequests = 0 },
            // 400 tokens at 0.12 USD a million.
            new ModelUsageRow { Day = Day, Provider = "cohere", Model = "embed-v4.0", Purpose = "embedding", Requests = 3, Texts = 200, InputTokens = 400, OutputTokens = 0, Searches = 0, CostMicroUsd = 48, UnpricedRequests = 0 },
            // Two searches at 2 USD a thousand.
            new ModelUsageRow { Day = Day, Provider = "cohere", Model = "rerank-v3.5", Purpose = "search", Requests = 1, Texts = 150, InputTokens = 0, OutputTokens = 0, Searches = 2, CostMicroUsd = 4_000, UnpricedRequests = 0 },
            // 2 tokens in at 0.15 and 4 out at 0.60 USD a million: 2.7.
            new ModelUsageRow { Day = Day, Provider = "openai", Model = "gpt-4o-mini", Purpose = "memory", Requests = 1, Texts = 1, InputTokens = 2, OutputTokens = 4, Searches = 0, CostMicroUsd = 2, UnpricedRequests = 0 },
        ],
            rows);
        Assert.Equal(1, Assert.Single(await models.Administration.UsageAsync(Day, Day, Cinema.Value, Cancellation)).InputTokens);
    }

    [Fact]
    public async Task Parts_of_a_millionth_are_kept_until_they_are_one()
    {
        await using TestDatabase database = await TestDatabase.OpenMigratedAsync(SqlDialect.Sqlite);
        await using CohereDouble cohere = await CohereDouble.StartAsync();
        using TestModels models = TestModels.With(
            [("Cohere:ApiKey", cohere.ApiKey), ("Cohere:BaseUrl", cohere.Address.AbsoluteUri), ("LanguageModels:Prices:cohere:embed-v4.0:InputPerMillion", "0.3")],
            new ManualTimeProvider(),
            database.Database);
        IEmbeddingGenerator<string, Embedding<float>> embedding = models.Models.For(Shop).Generator(ModelName.Parse("cohere"));
        for (int i = 0; i < 10; i++)
        {
            await embedding.GenerateAsync(["word"], cancellationToken: Cancellation);
            await models.Usage.WriteAsync(Cancellation);
        }
        ModelUsageRow row = Assert.Single(await models.Administration.UsageAsync(Day, Day, Shop.Value, Cancellation));
        Assert.Equal((10L, 3L), (row.Requests, row.CostMicroUsd));
    }

    [Fact]
    public async Task What_was_answered_before_a_failure_is_counted()
    {
        await using TestDatabase database = await TestDatabase.OpenMigratedAsync(SqlDialect.Sqlite);
        await using CohereDouble cohere = await CohereDouble.StartAsync();
        using TestModels models = TestModels.With([("Cohere:ApiKey", cohere.ApiKey), ("Cohere:BaseUrl", cohere.Address.AbsoluteUri)], new ManualTimeProvider(), database.Database);
        cohere.Faults.Next(new Fault.Status(400), after: 2);
        await Assert.ThrowsAsync<DependencyException>(() => models.Models.For(Shop).Generator(ModelName.Parse("cohere")).GenerateAsync(Enumerable.Repeat("word", 200), cancellationToken: Cancellation));
        ModelUsageRow row = Assert.Single(await models.Administration.UsageAsync(Day, Day, Shop.Value, Cancellation));
        Assert.Equal((2L, 192L), (row.Requests, row.Texts));
    }

    [Fact]
    public async Task A_price_that_nobody_knows_is_counted_as_not_known_and_models_of_ones_own_cost_nothing()
    {
        await using TestDatabase database = await TestDatabase.OpenMigratedAsync(SqlDialect.Sqlite);
        await using JinaDouble jina = await JinaDouble.StartAsync();
        await using OllamaDouble ollama = await OllamaDouble.StartAsync();
        using TestModels models = TestModels.With(
            [("Jina:ApiKey", jina.ApiKey), ("Jina:BaseUrl", jina.Address.AbsoluteUri), ("Ollama:Url", ollama.Address.AbsoluteUri)], new ManualTimeProvider(), database.Database);
        await models.Generator("jina").GenerateAsync(["word"], cancellationToken: Cancellation);
        await models.Generator("ollama").GenerateAsync(["word"], cancellationToken: Cancellation);
        IReadOnlyList<ModelUsageRow> rows = await models.Administration.UsageAsync(Day, Day, AuditLog.Installation.Value, Cancellation);
        Assert.Equal([("jina", 1L), ("ollama", 0L)], rows.Select(row => (row.Provider, row.UnpricedRequests)));
        Assert.All(rows, row => Assert.Equal(0, row.CostMicroUsd));
    }

    [Fact]
    public async Task A_streamed_answer_that_nobody_read_to_its_end_is_counted_as_not_known()
    {
        await using TestDatabase database = await TestDatabase.OpenMigratedAsync(SqlDialect.Sqlite);
        await using OpenAIDouble openAI = await OpenAIDouble.StartAsync();
        using TestModels models = TestModels.With([("OpenAI:ApiKey", openAI.ApiKey), ("OpenAI:BaseUrl", openAI.Api.AbsoluteUri)], new ManualTimeProvider(), database.Database);
        IChatClient chat = models.Models.For(Shop).Chat(ModelName.Parse("openai"));
        await foreach (ChatResponseUpdate update in chat.GetStreamingResponseAsync("one two", cancellationToken: Cancellation))
            break;
        await foreach (ChatResponseUpdate update in chat.GetStreamingResponseAsync("one two", cancellationToken: Cancellation))
            Assert.NotNull(update);
        ModelUsageRow row = Assert.Single(await models.Administration.UsageAsync(Day, Day, Shop.Value, Cancellation));
        Assert.Equal((2L, 1L, 2L, 4L), (row.Requests, row.UnpricedRequests, row.InputTokens, row.OutputTokens));
    }

    [Theory]
    [InlineData("TenantPerDay", 24)]
    [InlineData("TenantPerMonth", 31 * 24)]
    [InlineData("PerDay", 24)]
    [InlineData("PerMonth", 31 * 24)]
    public async Task A_limit_of_spending_that_is_reached_refuses_before_anything_is_sent(string setting, int hours)
    {
        await using TestDatabase database = await TestDatabase.OpenMigratedAsync(SqlDialect.Sqlite);
        await using CohereDouble cohere = await CohereDouble.StartAsync();
        ManualTimeProvider clock = new();
        using TestModels models = TestModels.With(
            [("Cohere:ApiKey", cohere.ApiKey), ("Cohere:BaseUrl", cohere.Address.AbsoluteUri), ($"LanguageModels:Spend:{setting}", "0.005")], clock, database.Database);
        IReranker shop = models.Models.For(Shop).Reranker(ModelName.Parse("cohere"));
        // Two thousandths of a dollar each.
        for (int i = 0; i < 3; i++)
            await shop.RerankAsync("heist", ["film"], Cancellation);
        clock.Advance(TimeSpan.FromHours(1));
        SpendLimitException refused = await Assert.ThrowsAsync<SpendLimitException>(() => shop.RerankAsync("heist", ["film"], Cancellation));
        Assert.Equal((setting, TimeSpan.FromHours(hours - 1), 429), (refused.Setting, refused.RetryAfter, refused.Status));
        Assert.Contains($"cost 0.006 USD already where Perto:LanguageModels:Spend:{setting} allows 0.005", refused.Message, StringComparison.Ordinal);
        Assert.Equal(3, cohere.Requests.Count);

        IReranker cinema = models.Models.For(Cinema).Reranker(ModelName.Parse("cohere"));
        if (setting.StartsWith("Tenant", StringComparison.Ordinal))
            await cinema.RerankAsync("heist", ["film"], Cancellation);
        else
            await Assert.ThrowsAsync<SpendLimitException>(() => cinema.RerankAsync("heist", ["film"], Cancellation));

        clock.Advance(TimeSpan.FromHours(hours - 1));
        await shop.RerankAsync("heist", ["film"], Cancellation);
    }

    [Fact]
    public async Task A_limit_that_could_not_count_a_model_refuses_it_and_models_of_ones_own_go_on()
    {
        await using TestDatabase database = await TestDatabase.OpenMigratedAsync(SqlDialect.Sqlite);
        await using JinaDouble jina = await JinaDouble.StartAsync();
        await using OllamaDouble ollama = await OllamaDouble.StartAsync();
        using TestModels models = TestModels.With(
            [("Jina:ApiKey", jina.ApiKey), ("Jina:BaseUrl", jina.Address.AbsoluteUri), ("Ollama:Url", ollama.Address.AbsoluteUri), ("LanguageModels:Spend:PerDay", "0")],
            new ManualTimeProvider(),
            database.Database);
        PriceUnknownException refused = await Assert.ThrowsAsync<PriceUnknownException>(() => models.Generator("jina").GenerateAsync(["word"], cancellationToken: Cancellation));
        Assert.Contains("Perto:LanguageModels:Prices:jina:jina-embeddings-v3:InputPerMillion", refused.Message, StringComparison.Ordinal);
        Assert.Empty(jina.Requests);
        Assert.Single(await models.Generator("ollama").GenerateAsync(["word"], cancellationToken: Cancellation));
    }

    [Fact]
    public async Task Half_a_price_is_none_where_a_limit_must_count_it()
    {
        await using TestDatabase database = await TestDatabase.OpenMigratedAsync(SqlDialect.Sqlite);
        await using OpenAIDouble openAI = await OpenAIDouble.StartAsync();
        using TestModels models = TestModels.With(
            [("OpenAI:ApiKey", openAI.ApiKey), ("OpenAI:BaseUrl", openAI.Api.AbsoluteUri), ("LanguageModels:Prices:openai:own:InputPerMillion", "1"), ("LanguageModels:Spend:PerDay", "5")],
            new ManualTimeProvider(),
            database.Database);
        Assert.Single(await models.Generator("openai:own").GenerateAsync(["word"], cancellationToken: Cancellation));
        await Assert.ThrowsAsync<PriceUnknownException>(() => models.Chat("openai:own").GetResponseAsync("word", cancellationToken: Cancellation));
        Assert.Single(openAI.Requests);
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.Postgres)]
    public async Task Two_servers_over_one_database_add_to_the_same_rows_and_share_a_limit(SqlDialect dialect)
    {
        await using TestDatabase database = await TestDatabase.OpenMigratedAsync(dialect);
        await using CohereDouble cohere = await CohereDouble.StartAsync();
        ManualTimeProvider clock = new();
        (string, string?)[] settings = [("Cohere:ApiKey", cohere.ApiKey), ("Cohere:BaseUrl", cohere.Address.AbsoluteUri), ("LanguageModels:Spend:TenantPerDay", "0.01")];
        using TestModels one = TestModels.With(settings, clock, database.Database);
        using TestModels other = TestModels.With(settings, clock, database.Database);
        IReranker[] rerankers = [one.Models.For(Shop).Reranker(ModelName.Parse("cohere")), other.Models.For(Shop).Reranker(ModelName.Parse("cohere"))];
        foreach (IReranker reranker in rerankers)
        {
            await reranker.RerankAsync("heist", ["film"], Cancellation);
            await reranker.RerankAsync("heist", ["film"], Cancellation);
        }
        await Task.WhenAll(one.Usage.WriteAsync(Cancellation), other.Usage.WriteAsync(Cancellation));
        clock.Advance(TimeSpan.FromSeconds(6));
        await rerankers[0].RerankAsync("heist", ["film"], Cancellation);
        // Its own and those of the other make five.
        await Assert.ThrowsAsync<SpendLimitException>(() => rerankers[0].RerankAsync("heist", ["film"], Cancellation));
        await one.Usage.WriteAsync(Cancellation);
        clock.Advance(TimeSpan.FromSeconds(6));
        await Assert.ThrowsAsync<SpendLimitException>(() => rerankers[1].RerankAsync("heist", ["film"], Cancellation));
        ModelUsageRow row = Assert.Single(await other.Administration.UsageAsync(Day, Day, Shop.Value, Cancellation));
        Assert.Equal((5L, 10_000L), (row.Requests, row.CostMicroUsd));
    }

    [Fact]
    public async Task What_cannot_be_written_is_kept()
    {
        await using TestDatabase database = await TestDatabase.OpenMigratedAsync(SqlDialect.Sqlite);
        await using CohereDouble cohere = await CohereDouble.StartAsync();
        using TestModels models = TestModels.With([("Cohere:ApiKey", cohere.ApiKey), ("Cohere:BaseUrl", cohere.Address.AbsoluteUri)], new ManualTimeProvider(), database.Database);
        await models.Models.For(Shop).Generator(ModelName.Parse("cohere")).GenerateAsync(["word"], cancellationToken: Cancellation);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => models.Usage.WriteAsync(new CancellationToken(canceled: true)));
        await database.Database.WriteAsync(session => session.ExecuteAsync("alter table language_usage rename to hidden"), Cancellation);
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => models.Usage.WriteAsync(Cancellation));
        await database.Database.WriteAsync(session => session.ExecuteAsync("alter table hidden rename to language_usage"), Cancellation);
        Assert.Equal(1, Assert.Single(await models.Administration.UsageAsync(Day, Day, Shop.Value, Cancellation)).Requests);
    }

    [Fact]
    public async Task Requests_beyond_the_rate_wait_for_their_turn_and_those_whose_turn_is_too_late_are_refused()
    {
        await using CohereDouble cohere = await CohereDouble.StartAsync();
        ManualTimeProvider clock = new();
        using TestModels models = TestModels.With(
            [("Cohere:ApiKey", cohere.ApiKey), ("Cohere:BaseUrl", cohere.Address.AbsoluteUri), ("LanguageModels:Limits:cohere:RequestsPerMinute", "6"), ("LanguageModels:Limits:cohere:Wait", "00:00:15")], clock);
        IReranker reranker = models.Reranker("cohere");
        for (int i = 0; i < 6; i++)
            await reranker.RerankAsync("heist", ["film"], Cancellation);
        Task<RerankAnswer> seventh = reranker.RerankAsync("heist", ["film"], Cancellation);
        ModelRateException refused = await Assert.ThrowsAsync<ModelRateException>(() => reranker.RerankAsync("heist", ["film"], Cancellation));
        Assert.Equal(("cohere", TimeSpan.FromSeconds(20), 429), (refused.Provider, refused.RetryAfter, refused.Status));
        Assert.Contains("6 requests a minute", refused.Message, StringComparison.Ordinal);
        Assert.False(seventh.IsCompleted);
        Assert.Equal(6, cohere.Requests.Count);
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Single((await seventh).Scores);
    }

    [Fact]
    public async Task Who_gives_up_waiting_gives_the_turn_back()
    {
        await using CohereDouble cohere = await CohereDouble.StartAsync();
        ManualTimeProvider clock = new();
        using TestModels models = TestModels.With(
            [("Cohere:ApiKey", cohere.ApiKey), ("Cohere:BaseUrl", cohere.Address.AbsoluteUri), ("LanguageModels:Limits:cohere:RequestsPerMinute", "1"), ("LanguageModels:Limits:cohere:Wait", "00:01:00")], clock);
        IReranker reranker = models.Reranker("cohere");
        await reranker.RerankAsync("heist", ["film"], Cancellation);
        using CancellationTokenSource patience = new();
        Task<RerankAnswer> second = reranker.RerankAsync("heist", ["film"], patience.Token);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Task<RerankAnswer> third = reranker.RerankAsync("heist", ["film"], Cancellation);
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Single((await third).Scores);
    }

    [Fact]
    public async Task Tokens_are_estimated_before_and_corrected_after()
    {
        await using CohereDouble cohere = await CohereDouble.StartAsync();
        ManualTimeProvider clock = new();
        using TestModels models = TestModels.With(
            [("Cohere:ApiKey", cohere.ApiKey), ("Cohere:BaseUrl", cohere.Address.AbsoluteUri), ("LanguageModels:Limits:cohere:TokensPerMinute", "60"), ("LanguageModels:Limits:cohere:Wait", "00:00:00")], clock);
        IEmbeddingGenerator<string, Embedding<float>> embedding = models.Generator("cohere");
        // 40 characters and one text: 11 tokens by estimate, and one as the service counts.
        string text = new('a', 40);
        for (int i = 0; i < 40; i++)
            await embedding.GenerateAsync([text], cancellationToken: Cancellation);
        // 50 tokens that are there no more.
        await Assert.ThrowsAsync<ModelRateException>(() => embedding.GenerateAsync([new string('a', 200)], cancellationToken: Cancellation));
        clock.Advance(TimeSpan.FromMinutes(1));
        await embedding.GenerateAsync([new string('a', 200)], cancellationToken: Cancellation);
    }

    [Fact]
    public async Task Providers_are_listed_with_what_they_lack_and_what_they_cost_and_without_secrets()
    {
        await using CohereDouble cohere = await CohereDouble.StartAsync("co_secret");
        using TestModels models = TestModels.With(
            [("Cohere:ApiKey", "co_secret"), ("Cohere:BaseUrl", cohere.Address.AbsoluteUri), ("LanguageModels:Limits:cohere:RequestsPerMinute", "40"), ("LanguageModels:Prices:cohere:embed-v4.0:InputPerMillion", "0.11")]);
        IReadOnlyList<LanguageModelProvider> providers = await models.Administration.ListAsync(Cancellation);
        LanguageModelProvider there = Assert.Single(providers, provider => provider.Name == "cohere");
        Assert.Equal((null, DependencyState.Up, 40), (there.MissingSetting, there.State, there.RequestsPerMinute));
        Assert.Equal([LanguageModelKind.Embedding, LanguageModelKind.Reranking], there.Kinds);
        Assert.Equal([(110_000L, null), (null, (long?)2_000_000L)], there.Models.Select(model => (model.InputMicroUsdPerMillion, model.MicroUsdPerThousandSearches)));
        LanguageModelProvider lacking = Assert.Single(providers, provider => provider.Name == "jina");
        Assert.Equal(("Perto:Jina:ApiKey", null), (lacking.MissingSetting, lacking.State));
        Assert.DoesNotContain("co_secret", System.Text.Json.JsonSerializer.Serialize(providers, PertoJson.Options), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attempts_that_are_made_again_take_a_turn_each()
    {
        await using CohereDouble cohere = await CohereDouble.StartAsync();
        using TestModels models = TestModels.With(
            [("Cohere:ApiKey", cohere.ApiKey), ("Cohere:BaseUrl", cohere.Address.AbsoluteUri), ("LanguageModels:Limits:cohere:RequestsPerMinute", "2"), ("LanguageModels:Limits:cohere:Wait", "00:00:00")]);
        cohere.Faults.Always(new Fault.Status(500));
        await Assert.ThrowsAsync<ModelRateException>(() => models.Reranker("cohere").RerankAsync("heist", ["film"], Cancellation));
        Assert.Equal(2, cohere.Requests.Count);
    }

    [Fact]
    public async Task Searches_are_counted_where_the_provider_does_not_say_and_reach_a_limit()
    {
        await using TestDatabase database = await TestDatabase.OpenMigratedAsync(SqlDialect.Sqlite);
        await using JinaDouble jina = await JinaDouble.StartAsync();
        using TestModels models = TestModels.With(
            [("Jina:ApiKey", jina.ApiKey), ("Jina:BaseUrl", jina.Address.AbsoluteUri), ("LanguageModels:Spend:TenantPerDay", "0.0003")], new ManualTimeProvider(), database.Database);
        IReranker reranker = models.Models.For(Shop).Reranker(ModelName.Parse("jina:jina-reranker-v1-turbo-en"));
        await reranker.RerankAsync("heist", [.. Enumerable.Repeat("film", 101)], Cancellation);
        await Assert.ThrowsAsync<SpendLimitException>(() => reranker.RerankAsync("heist", ["film"], Cancellation));
        ModelUsageRow row = Assert.Single(await models.Administration.UsageAsync(Day, Day, Shop.Value, Cancellation));
        // Two searches at 0.15 USD a thousand.
        Assert.Equal((2L, 300L, 0L, 0L), (row.Searches, row.CostMicroUsd, row.UnpricedRequests, row.EstimatedRequests));
    }

    [Theory]
    [InlineData("rerank-v3.5", 2_000)]
    [InlineData("rerank-english-v2.0", 2_000)]
    [InlineData("rerank-multilingual-v2.0", 2_000)]
    [InlineData("rerank-own", 500)]
    public async Task A_price_of_a_provider_is_that_of_models_whose_own_is_not_known(string model, long cost)
    {
        await using TestDatabase database = await TestDatabase.OpenMigratedAsync(SqlDialect.Sqlite);
        await using CohereDouble cohere = await CohereDouble.StartAsync();
        using TestModels models = TestModels.With(
            [
                ("Cohere:ApiKey", cohere.ApiKey), ("Cohere:BaseUrl", cohere.Address.AbsoluteUri),
                ("LanguageModels:Prices:cohere:InputPerMillion", "1"), ("LanguageModels:Prices:cohere:PerThousandSearches", "0.5"),
            ],
            new ManualTimeProvider(),
            database.Database);
        await models.Models.For(Shop).Reranker(ModelName.Parse($"cohere:{model}")).RerankAsync("heist", ["film"], Cancellation);
        Assert.Equal(cost, Assert.Single(await models.Administration.UsageAsync(Day, Day, Shop.Value, Cancellation)).CostMicroUsd);
    }

    [Fact]
    public async Task Searches_cost_what_they_do_where_tokens_cost_nothing()
    {
        await using TestDatabase database = await TestDatabase.OpenMigratedAsync(SqlDialect.Sqlite);
        await using CohereDouble cohere = await CohereDouble.StartAsync();
        const string Price = "LanguageModels:Prices:cohere:rerank-own";
        using TestModels models = TestModels.With(
            [
                ("Cohere:ApiKey", cohere.ApiKey), ("Cohere:BaseUrl", cohere.Address.AbsoluteUri),
                ($"{Price}:InputPerMillion", "0"), ($"{Price}:OutputPerMillion", "0"), ($"{Price}:PerThousandSearches", "2"),
            ],
            new ManualTimeProvider(),
            database.Database);
        await models.Models.For(Shop).Reranker(ModelName.Parse("cohere:rerank-own")).RerankAsync("heist", ["film"], Cancellation);
        Assert.Equal(2_000, Assert.Single(await models.Administration.UsageAsync(Day, Day, Shop.Value, Cancellation)).CostMicroUsd);
    }

    [Fact]
    public async Task What_a_provider_does_not_say_is_estimated_where_a_limit_must_count_it()
    {
        await using TestDatabase database = await TestDatabase.OpenMigratedAsync(SqlDialect.Sqlite);
        await using CohereDouble cohere = await CohereDouble.StartAsync();
        using TestModels models = TestModels.With(
            [
                ("Cohere:ApiKey", cohere.ApiKey), ("Cohere:BaseUrl", cohere.Address.AbsoluteUri),
                ("LanguageModels:Prices:cohere:rerank-own:InputPerMillion", "100"), ("LanguageModels:Spend:TenantPerDay", "0.001"),
            ],
            new ManualTimeProvider(),
            database.Database);
        IReranker reranker = models.Models.For(Shop).Reranker(ModelName.Parse("cohere:rerank-own"));
        // 11 tokens of the document and 2 of the query that is read with it.
        await reranker.RerankAsync("heist", [new string('f', 40)], Cancellation);
        ModelUsageRow row = Assert.Single(await models.Administration.UsageAsync(Day, Day, Shop.Value, Cancellation));
        Assert.Equal((1L, 1_300L, 0L, 0L, 1L), (row.Requests, row.CostMicroUsd, row.InputTokens, row.UnpricedRequests, row.EstimatedRequests));
        await Assert.ThrowsAsync<SpendLimitException>(() => reranker.RerankAsync("heist", ["film"], Cancellation));
    }

    [Fact]
    public async Task Streams_that_are_broken_off_reach_a_limit_by_what_was_sent_and_came()
    {
        await using TestDatabase database = await TestDatabase.OpenMigratedAsync(SqlDialect.Sqlite);
        await using OpenAIDouble openAI = await OpenAIDouble.StartAsync();
        using TestModels models = TestModels.With(
            [
                ("OpenAI:ApiKey", openAI.ApiKey), ("OpenAI:BaseUrl", openAI.Api.AbsoluteUri), ("LanguageModels:Spend:TenantPerDay", "0.5"),
                ("LanguageModels:Prices:openai:own:InputPerMillion", "20000"), ("LanguageModels:Prices:openai:own:OutputPerMillion", "80000"),
            ],
            new ManualTimeProvider(),
            database.Database);
        IChatClient chat = models.Models.For(Shop).Chat(ModelName.Parse("openai:own"));
        async Task BreakOffAsync()
        {
            string came = "";
            await foreach (ChatResponseUpdate update in chat.GetStreamingResponseAsync(new string('a', 40), cancellationToken: Cancellation))
            {
                came += update.Text;
                // "You said:"
                if (came.Length >= 9)
                    break;
            }
        }
        await BreakOffAsync();
        // 11 tokens at 0.02 USD, and 2 of nine characters at 0.08.
        ModelUsageRow row = Assert.Single(await models.Administration.UsageAsync(Day, Day, Shop.Value, Cancellation));
        Assert.Equal((1L, 380_000L, 0L, 1L), (row.Requests, row.CostMicroUsd, row.UnpricedRequests, row.EstimatedRequests));
        await BreakOffAsync();
        await Assert.ThrowsAsync<SpendLimitException>(BreakOffAsync);
        Assert.Equal(2, openAI.Requests.Count);
    }

    [Theory]
    [InlineData("embedding")]
    [InlineData("reranking")]
    [InlineData("chat")]
    [InlineData("stream")]
    public async Task Calls_that_are_cut_off_before_their_answer_count_and_those_that_are_refused_do_not(string kind)
    {
        await using TestDatabase database = await TestDatabase.OpenMigratedAsync(SqlDialect.Sqlite);
        await using CohereDouble cohere = await CohereDouble.StartAsync();
        await using OpenAIDouble openAI = await OpenAIDouble.StartAsync();
        using TestModels models = TestModels.With([.. Settings(cohere, openAI), ("LanguageModels:Spend:PerDay", "5")], new ManualTimeProvider(), database.Database);
        ModelDouble service = kind is "chat" or "stream" ? openAI : cohere;
        Task CallAsync(CancellationToken deadline) => kind switch
        {
            "embedding" => models.Models.For(Shop).Generator(ModelName.Parse("cohere")).GenerateAsync(["word"], cancellationToken: deadline),
            "reranking" => models.Models.For(Shop).Reranker(ModelName.Parse("cohere")).RerankAsync("heist", ["film"], deadline),
            "chat" => models.Models.For(Shop).Chat(ModelName.Parse("openai")).GetResponseAsync("word", cancellationToken: deadline),
            _ => models.Models.For(Shop).Chat(ModelName.Parse("openai")).GetStreamingResponseAsync("word", cancellationToken: deadline).ToChatResponseAsync(deadline),
        };
        service.Faults.Next(new Fault.Status(400));
        await Assert.ThrowsAsync<DependencyException>(() => CallAsync(Cancellation));
        Assert.Empty(await models.Administration.UsageAsync(Day, Day, Shop.Value, Cancellation));

        service.Faults.Always(new Fault.Slow());
        using CancellationTokenSource deadline = new();
        Task cut = CallAsync(deadline.Token);
        while (service.Requests.Count < 2)
            await Task.Yield();
        await deadline.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cut);
        ModelUsageRow row = Assert.Single(await models.Administration.UsageAsync(Day, Day, Shop.Value, Cancellation));
        // A search is counted as it is billed; tokens are estimated.
        Assert.Equal((1L, 0L, kind == "reranking" ? 0L : 1L), (row.Requests, row.UnpricedRequests, row.EstimatedRequests));
        Assert.Equal(kind == "reranking" ? 2_000 : 0, row.CostMicroUsd);
    }

    [Theory]
    [InlineData("LanguageModels:Prices:coherre:rerank-v3.5:PerThousandSearches", "2", "LanguageModels:Prices:coherre", "builtin, cohere, jina, local, ollama, openai, tei")]
    [InlineData("LanguageModels:Prices:InputPerMillion", "2", "LanguageModels:Prices:InputPerMillion", "builtin, cohere, jina, local, ollama, openai, tei")]
    [InlineData("LanguageModels:Limits:opnai:RequestsPerMinute", "5", "LanguageModels:Limits:opnai", "cohere, jina, ollama, openai, tei")]
    public void A_price_or_limit_of_a_provider_that_is_not_there_ends_the_start(string setting, string value, string named, string allowed)
    {
        InvalidSettingException refused = Assert.Throws<InvalidSettingException>(() => TestModels.With([(setting, value)]));
        Assert.Equal(($"Perto:{named}", allowed), (refused.Setting, refused.Allowed));
    }

    [Theory]
    [InlineData("LanguageModels:Prices:openai:gpt:InputPerMillion", "-1")]
    [InlineData("LanguageModels:Prices:openai:gpt:InputPerMillion", "cheap")]
    [InlineData("LanguageModels:Prices:openai:gpt:Input", "1")]
    [InlineData("LanguageModels:Limits:openai:RequestsPerMinute", "0")]
    [InlineData("LanguageModels:Spend:PerDay", "-1")]
    public void A_price_or_limit_that_cannot_be_used_ends_the_start(string setting, string value) =>
        Assert.Equal($"Perto:{setting}", Assert.Throws<InvalidSettingException>(() => TestModels.With([(setting, value)])).Setting);

    [Fact]
    public async Task A_price_may_be_that_of_a_name_with_colons_and_of_all_models_of_a_provider()
    {
        await using TestDatabase database = await TestDatabase.OpenMigratedAsync(SqlDialect.Sqlite);
        await using OllamaDouble ollama = await OllamaDouble.StartAsync();
        ollama.Models = ["bge:small", "other"];
        using TestModels models = TestModels.With(
            [("Ollama:Url", ollama.Address.AbsoluteUri), ("LanguageModels:Prices:ollama:bge:small:InputPerMillion", "1000000"), ("LanguageModels:Prices:ollama:InputPerMillion", "2000")],
            new ManualTimeProvider(),
            database.Database);
        await models.Generator("ollama:bge:small").GenerateAsync(["word"], cancellationToken: Cancellation);
        await models.Generator("ollama:other").GenerateAsync(["word"], cancellationToken: Cancellation);
        IReadOnlyList<ModelUsageRow> rows = await models.Administration.UsageAsync(Day, Day, AuditLog.Installation.Value, Cancellation);
        Assert.Equal([("bge:small", 1_000_000L), ("other", 2_000L)], rows.Select(row => (row.Model, row.CostMicroUsd)));
    }

    [Theory]
    [InlineData("2026-01-02", "2026-01-01")]
    [InlineData("2025-01-01", "2026-01-02")]
    public async Task Days_in_the_wrong_order_or_too_many_are_refused(string from, string to)
    {
        using TestModels models = TestModels.With([]);
        InvalidValueException refused = await Assert.ThrowsAsync<InvalidValueException>(() => models.Administration.UsageAsync(
            DateOnly.Parse(from, CultureInfo.InvariantCulture), DateOnly.Parse(to, CultureInfo.InvariantCulture), cancellationToken: Cancellation));
        Assert.Equal("to", refused.Field);
    }

    [Fact]
    public async Task A_call_may_name_its_tenant_and_not_a_wrong_one()
    {
        using TestModels models = TestModels.With([("Ollama:Url", "http://127.0.0.1:1")]);
        InvalidValueException refused = await Assert.ThrowsAsync<InvalidValueException>(() => models.Generator("ollama").GenerateAsync(
            ["word"], new EmbeddingGenerationOptions { AdditionalProperties = new() { ["tenant"] = "No Tenant" } }, Cancellation));
        Assert.Equal("tenant", refused.Field);
        Assert.Throws<ArgumentException>(() => models.Models.For(Shop, "Not A Purpose"));
    }

    private static (string, string?)[] Settings(CohereDouble cohere, OpenAIDouble openAI) =>
    [
        ("Cohere:ApiKey", cohere.ApiKey), ("Cohere:BaseUrl", cohere.Address.AbsoluteUri), ("OpenAI:ApiKey", openAI.ApiKey), ("OpenAI:BaseUrl", openAI.Api.AbsoluteUri),
    ];
}
