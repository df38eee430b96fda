using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Perto.Testing;

namespace Perto.Platform.Tests;

/// <summary>What all providers of embeddings do alike, each against the double of its service.</summary>
public sealed class EmbeddingProviderTests
{
    private const string Key = "key-of-the-shop-1234567890";

    public static TheoryData<string> Providers => ["openai", "ollama", "tei", "cohere", "jina"];

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Each_text_has_its_vector_in_order(string provider)
    {
        await using Service service = await Service.StartAsync(provider);
        string[] texts = ["a quiet film", "ein stiller Film 🎬", "um filme quieto", "a quiet film"];
        GeneratedEmbeddings<Embedding<float>> made = await service.Generator.GenerateAsync(texts, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(texts.Select(text => service.Made(text)), made.Select(embedding => embedding.Vector.ToArray()));
        Assert.Equal(texts.Sum(MadeVectors.Words), made.Usage?.InputTokenCount);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Texts_beyond_the_limit_of_a_request_are_split_and_put_together_in_order(string provider)
    {
        await using Service service = await Service.StartAsync(provider, batch: 7);
        string[] texts = [.. Enumerable.Range(0, 200).Select(i => string.Create(CultureInfo.InvariantCulture, $"film number {i}"))];
        float[][] vectors = await TestModels.VectorsAsync(service.Generator, texts);
        Assert.Equal(texts.Select(service.Made), vectors);
        int[] sizes = [.. service.Embeddings.Select(request => service.Sent(request).Length)];
        Assert.All(sizes, size => Assert.InRange(size, 1, service.Limit));
        Assert.Equal(200, sizes.Sum());
        Assert.Equal((200 + service.Limit - 1) / service.Limit, sizes.Length);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task No_texts_are_no_request(string provider)
    {
        await using Service service = await Service.StartAsync(provider);
        Assert.Empty(await TestModels.VectorsAsync(service.Generator, []));
        Assert.Empty(service.Double.Requests);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task An_empty_text_is_refused_by_its_index_before_anything_is_sent(string provider)
    {
        await using Service service = await Service.StartAsync(provider);
        InvalidValueException refused = await Assert.ThrowsAsync<InvalidValueException>(() => TestModels.VectorsAsync(service.Generator, ["heat", "ronin", " \t"]));
        Assert.Equal("input[2]", refused.Field);
        Assert.Empty(service.Double.Requests);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_storm_of_429_and_500_is_waited_out_and_then_told(string provider)
    {
        await using Service service = await Service.StartAsync(provider);
        service.Double.Faults.Next(new Fault.Status(429, RetryAfter: "0"), only: Service.IsPost);
        service.Double.Faults.Next(new Fault.Status(503), only: Service.IsPost);
        Assert.Single(await TestModels.VectorsAsync(service.Generator, ["heat"]));
        Assert.Equal(3, service.Embeddings.Count);

        service.Double.Faults.Always(new Fault.Status(429, RetryAfter: "7"), only: Service.IsPost);
        DependencyException told = await FailsAsync(service);
        Assert.True(told is { Transient: true, Throttled: true });
        Assert.Equal(TimeSpan.FromSeconds(7), told.RetryAfter);
        Assert.Equal(6, service.Embeddings.Count);
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("cohere")]
    public async Task A_date_in_Retry_After_is_understood(string provider)
    {
        ManualTimeProvider clock = new();
        await using Service service = await Service.StartAsync(provider, clock: clock, more: [($"Dependencies:{provider}:Attempts", "1")]);
        service.Double.Faults.Always(new Fault.Status(429, RetryAfter: "Thu, 01 Jan 2026 00:00:30 GMT"));
        Assert.Equal(TimeSpan.FromSeconds(30), (await FailsAsync(service)).RetryAfter);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task What_breaks_is_told_by_the_name_of_the_service(string provider)
    {
        await using Service service = await Service.StartAsync(provider);
        foreach (Fault fault in (Fault[])[new Fault.Down(), new Fault.LostAnswer(), new Fault.Truncated(), new Fault.Garbage(), new Fault.Garbage("{}"), new Fault.Garbage("[]"), new Fault.Garbage("null"),
            new Fault.Garbage("""{"data":null,"embeddings":7}"""), new Fault.Garbage("""{"data":[{"index":"x"}],"embeddings":["x"]}"""), new Fault.Garbage("[[\"x\"]]")])
        {
            service.Double.Faults.None();
            service.Double.Faults.Always(fault, only: Service.IsPost);
            DependencyException told = await FailsAsync(service);
            Assert.Equal(service.Dependency, told.Dependency);
        }
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Answers_that_do_not_fit_are_refused(string provider)
    {
        await using Service service = await Service.StartAsync(provider);
        foreach ((string vectors, string words) in ((string, string)[])
        [
            ("[[1,2]]", "1"),
            ("[[1,2],[3,4],[5,6]]", "index 2|3 vectors"),
            ("[[1,2],[3]]", "dimensions"),
            ("[[1,2],[3,1e39]]", "finite"),
            ("[[],[]]", "0 dimensions"),
        ])
        {
            service.Double.Faults.None();
            service.Double.Faults.Always(new Fault.Garbage(service.Answer(JsonDocument.Parse(vectors).RootElement)), only: Service.IsPost);
            DependencyException told = await Assert.ThrowsAsync<DependencyException>(() => TestModels.VectorsAsync(service.Generator, ["heat", "ronin"]));
            Assert.Matches(words, told.Reason);
            Assert.False(told.Transient);
        }
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Dimensions_that_were_asked_for_are_had(string provider)
    {
        await using Service service = await Service.StartAsync(provider);
        EmbeddingGenerationOptions options = new() { Dimensions = 256 };
        if (provider == "tei")
        {
            DependencyException told = await Assert.ThrowsAsync<DependencyException>(() => TestModels.VectorsAsync(service.Generator, ["heat"], options));
            Assert.Contains("384 dimensions for text 0 where 256", told.Reason, StringComparison.Ordinal);
            return;
        }
        Assert.Equal(256, Assert.Single(await TestModels.VectorsAsync(service.Generator, ["heat"], options)).Length);
    }

    [Theory]
    [InlineData("cohere", "input_type", "search_query", "search_document")]
    [InlineData("jina", "task", "retrieval.query", "retrieval.passage")]
    public async Task What_a_text_is_embedded_for_is_said_where_it_matters(string provider, string field, string query, string document)
    {
        await using Service service = await Service.StartAsync(provider);
        await TestModels.VectorsAsync(service.Generator, ["heat"], ((EmbeddingGenerationOptions?)null).For(EmbeddingPurpose.Query));
        await TestModels.VectorsAsync(service.Generator, ["heat"], ((EmbeddingGenerationOptions?)null).For(EmbeddingPurpose.Document));
        await TestModels.VectorsAsync(service.Generator, ["heat"]);
        Assert.Equal([query, document, document], service.Embeddings.Select(request => JsonDocument.Parse(request.Body).RootElement.GetProperty(field).GetString()));
        InvalidValueException refused = await Assert.ThrowsAsync<InvalidValueException>(() => TestModels.VectorsAsync(
            service.Generator, ["heat"], new EmbeddingGenerationOptions { AdditionalProperties = new() { ["input_type"] = "poem" } }));
        Assert.Equal(("input_type", "query, document"), (refused.Field, refused.Allowed));
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("tei")]
    [InlineData("cohere")]
    [InlineData("jina")]
    public async Task The_key_is_in_no_error_though_the_service_repeats_it(string provider)
    {
        await using Service service = await Service.StartAsync(provider, keyOfTheService: "another");
        Exception? told = await FailsAsync(service);
        Assert.Contains("401", told.Message, StringComparison.Ordinal);
        Assert.Contains("(the key)", told.Message, StringComparison.Ordinal);
        Assert.Contains(":ApiKey", told.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, told.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, service.Models.Dependencies[service.Dependency].Status.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Key, service.Generator.ToString() + service.Generator.GetService<EmbeddingGeneratorMetadata>(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_service_that_does_not_answer_is_given_up_after_its_time(string provider)
    {
        await using Service service = await Service.StartAsync(provider, more: [($"Dependencies:{Service.DependencyOf(provider)}:Timeout", "00:00:00.200"), ($"Dependencies:{Service.DependencyOf(provider)}:Attempts", "2")]);
        service.Double.Faults.Always(new Fault.Slow(), only: Service.IsPost);
        DependencyException told = await FailsAsync(service);
        Assert.Contains("did not answer within 200 ms", told.Reason, StringComparison.Ordinal);
        Assert.Equal(2, service.Embeddings.Count);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Who_gives_up_is_let_go(string provider)
    {
        await using Service service = await Service.StartAsync(provider);
        service.Double.Faults.Always(new Fault.Slow(), only: Service.IsPost);
        using CancellationTokenSource patience = new();
        Task<GeneratedEmbeddings<Embedding<float>>> call = service.Generator.GenerateAsync(["heat"], cancellationToken: patience.Token);
        await Eventually.Async(() => service.Embeddings.Count == 1);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Single(service.Embeddings);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task After_many_failures_the_service_is_left_alone_and_one_call_tries_it_again(string provider)
    {
        ManualTimeProvider clock = new();
        string dependency = Service.DependencyOf(provider);
        await using Service service = await Service.StartAsync(provider, clock: clock, more: [($"Dependencies:{dependency}:Attempts", "1"), ($"Dependencies:{dependency}:BreakerCalls", "2")]);
        Assert.Single(await TestModels.VectorsAsync(service.Generator, ["heat"]));
        service.Double.Faults.Always(new Fault.Status(500), only: Service.IsPost);
        for (int i = 0; i < 4; i++)
            await FailsAsync(service);
        Assert.Equal(DependencyState.Down, service.Models.Dependencies[dependency].State);
        int asked = service.Double.Requests.Count;
        Assert.Contains("left alone", (await FailsAsync(service)).Reason, StringComparison.Ordinal);
        Assert.Equal(asked, service.Double.Requests.Count);

        clock.Advance(TimeSpan.FromSeconds(16));
        service.Double.Faults.None();
        Assert.Single(await TestModels.VectorsAsync(service.Generator, ["heat"]));
        Assert.Equal(DependencyState.Up, service.Models.Dependencies[dependency].State);
    }

    [Theory]
    [InlineData("openai", "Perto:OpenAI:ApiKey")]
    [InlineData("ollama", "Perto:Ollama:Url")]
    [InlineData("tei", "Perto:TextEmbeddingsInference:EmbeddingUrl")]
    [InlineData("cohere", "Perto:Cohere:ApiKey")]
    [InlineData("jina", "Perto:Jina:ApiKey")]
    public void A_provider_that_is_not_set_up_says_what_it_lacks(string provider, string setting)
    {
        using TestModels models = TestModels.With([]);
        InvalidSettingException missing = Assert.Throws<InvalidSettingException>(() => models.Generator(provider));
        Assert.Equal((setting, "not set"), (missing.Setting, missing.Given));
        Assert.DoesNotContain(models.Dependencies.All, dependency => dependency.Name == Service.DependencyOf(provider));
    }

    [Theory]
    [InlineData("OpenAI:BaseUrl", "ftp://models")]
    [InlineData("OpenAI:BaseUrl", "https://me:secret@models/v1")]
    [InlineData("Cohere:ApiKey", "two words")]
    [InlineData("Jina:ApiKey", "chave-é")]
    [InlineData("Jina:BatchSize", "0")]
    [InlineData("Ollama:KeepAlive", "for ever")]
    [InlineData("TextEmbeddingsInference:RerankingUrl", "localhost")]
    public void A_setting_that_cannot_be_used_ends_the_start_and_secrets_in_it_are_not_shown(string setting, string value)
    {
        InvalidSettingException refused = Assert.Throws<InvalidSettingException>(() => TestModels.With([(setting, value)]));
        Assert.Equal($"Perto:{setting}", refused.Setting);
        if (value.Contains("secret", StringComparison.Ordinal) || setting.EndsWith("ApiKey", StringComparison.Ordinal))
            Assert.DoesNotContain(value, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-1", "-1")]
    [InlineData("300", "300")]
    [InlineData("5m", "\"5m\"")]
    public async Task How_long_Ollama_keeps_a_model_is_written_as_it_takes_it(string setting, string written)
    {
        await using OllamaDouble ollama = await OllamaDouble.StartAsync();
        using TestModels models = TestModels.Ollama(ollama, ("Ollama:KeepAlive", setting));
        await models.Generator("ollama").GenerateAsync(["word"], cancellationToken: TestContext.Current.CancellationToken);
        await models.Chat("ollama").GetResponseAsync("word", cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(2, ollama.Requests.Count);
        Assert.All(ollama.Requests, request => Assert.Contains($"\"keep_alive\":{written}", request.Body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Requests_of_OpenAI_are_bounded_by_bytes_as_a_character_may_be_several_tokens()
    {
        await using OpenAIDouble openAI = await OpenAIDouble.StartAsync();
        using TestModels models = TestModels.OpenAI(openAI);
        // 10,920 characters and 32,760 bytes each: nine go in 300,000.
        string text = new('映', 10_920);
        Assert.Equal(10, (await models.Generator("openai").GenerateAsync(Enumerable.Repeat(text, 10), cancellationToken: TestContext.Current.CancellationToken)).Count);
        Assert.Equal(2, openAI.Requests.Count);
    }

    [Theory]
    [InlineData(null, 32_768)]
    [InlineData("10", 40)]
    public async Task A_text_that_a_model_of_OpenAI_would_refuse_is_refused_by_its_place_before_anything_is_sent(string? setting, int longest)
    {
        await using OpenAIDouble openAI = await OpenAIDouble.StartAsync();
        using TestModels models = setting is null ? TestModels.OpenAI(openAI) : TestModels.OpenAI(openAI, ("OpenAI:MaxTokensPerText", setting));
        InvalidValueException refused = await Assert.ThrowsAsync<InvalidValueException>(
            () => models.Generator("openai").GenerateAsync(["a", new string('b', longest + 1)], cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal("input[1]", refused.Field);
        Assert.Equal(
            $"input[1] must be a text of at most {longest} bytes of UTF-8, about {longest / 4} tokens, as the model reads no more; got {longest + 1} bytes", refused.Message);
        Assert.Empty(openAI.Requests);
        Assert.Single(await models.Generator("openai").GenerateAsync([new string('b', longest)], cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Jina_is_asked_to_cut_what_is_too_long()
    {
        await using JinaDouble jina = await JinaDouble.StartAsync();
        using TestModels models = TestModels.Jina(jina);
        string text = string.Join(' ', Enumerable.Repeat("word", 9_000));
        Assert.Equal(2, (await models.Generator("jina").GenerateAsync(["short", text], cancellationToken: TestContext.Current.CancellationToken)).Count);
    }

    private static Task<DependencyException> FailsAsync(Service service) =>
        Assert.ThrowsAsync<DependencyException>(() => TestModels.VectorsAsync(service.Generator, ["heat"]));

    /// <summary>A double and models over it.</summary>
    private sealed class Service : IAsyncDisposable
    {
        private readonly string _provider;

        private Service(string provider, ModelDouble @double, TestModels models, int limit)
        {
            (_provider, Double, Models, Limit) = (provider, @double, models, limit);
            Generator = models.Generator(provider);
        }

        public ModelDouble Double { get; }

        public TestModels Models { get; }

        public IEmbeddingGenerator<string, Embedding<float>> Generator { get; }

        public int Limit { get; }

        public string Dependency => DependencyOf(_provider);

        public IReadOnlyList<ReceivedRequest> Embeddings => [.. Double.Requests.Where(request => request.Method == "POST")];

        public static string DependencyOf(string provider) => provider == "tei" ? "tei-embedding" : provider;

        public static bool IsPost(Microsoft.AspNetCore.Http.HttpRequest request) => request.Method == "POST";

        public static async Task<Service> StartAsync(
            string provider, int batch = 0, TimeProvider? clock = null, string keyOfTheService = Key, params (string, string?)[] more)
        {
            (ModelDouble started, int limit, (string, string?)[] settings) = provider switch
            {
                "openai" => await OpenAIAsync(keyOfTheService, batch),
                "ollama" => await OllamaAsync(batch),
                "tei" => await TeiAsync(keyOfTheService, batch),
                "cohere" => await CohereAsync(keyOfTheService),
                _ => await JinaAsync(keyOfTheService, batch),
            };
            return new Service(provider, started, TestModels.With([.. settings, .. more], clock), limit);
        }

        public float[] Made(string text) => _provider switch
        {
            "openai" => MadeVectors.Of(text, 1536),
            "ollama" => MadeVectors.Of(text, 768),
            "tei" => MadeVectors.Of(text, 384),
            "cohere" => MadeVectors.Of($"search_document {text}", 1536),
            _ => MadeVectors.Of($"retrieval.passage {text}", 1024),
        };

        public string[] Sent(ReceivedRequest request) =>
            [.. JsonDocument.Parse(request.Body).RootElement.GetProperty(_provider switch { "tei" => "inputs", "cohere" => "texts", _ => "input" }).EnumerateArray().Select(text => text.GetString()!)];

        /// <summary>Vectors as the service writes them.</summary>
        public string Answer(JsonElement vectors) => _provider switch
        {
            "tei" => vectors.GetRawText(),
            "ollama" => JsonSerializer.Serialize(new { embeddings = vectors }),
            "cohere" => JsonSerializer.Serialize(new { embeddings = new { @float = vectors } }),
            _ => JsonSerializer.Serialize(new { @object = "list", model = "m", usage = new { prompt_tokens = 1, total_tokens = 1 }, data = vectors.EnumerateArray().Select((vector, index) => new { @object = "embedding", index, embedding = vector }) }),
        };

        public async ValueTask DisposeAsync()
        {
            Models.Dispose();
            await Double.DisposeAsync();
        }

        private static async Task<(ModelDouble, int, (string, string?)[])> OpenAIAsync(string key, int batch)
        {
            OpenAIDouble started = await OpenAIDouble.StartAsync(key);
            return (started, batch > 0 ? batch : 2_048, [("OpenAI:ApiKey", Key), ("OpenAI:BaseUrl", started.Api.AbsoluteUri), .. Batch("OpenAI", batch)]);
        }

        private static async Task<(ModelDouble, int, (string, string?)[])> OllamaAsync(int batch)
        {
            OllamaDouble started = await OllamaDouble.StartAsync();
            return (started, batch > 0 ? batch : 64, [("Ollama:Url", started.Address.AbsoluteUri), .. Batch("Ollama", batch)]);
        }

        private static async Task<(ModelDouble, int, (string, string?)[])> TeiAsync(string key, int batch)
        {
            TextEmbeddingsInferenceDouble started = await TextEmbeddingsInferenceDouble.StartAsync(key);
            // Its own limit is found out.
            if (batch > 0)
                started.MostTexts = batch;
            return (started, batch > 0 ? batch : 32, [("TextEmbeddingsInference:ApiKey", Key), ("TextEmbeddingsInference:EmbeddingUrl", started.Address.AbsoluteUri)]);
        }

        private static async Task<(ModelDouble, int, (string, string?)[])> CohereAsync(string key)
        {
            CohereDouble started = await CohereDouble.StartAsync(key);
            return (started, 96, [("Cohere:ApiKey", Key), ("Cohere:BaseUrl", started.Address.AbsoluteUri)]);
        }

        private static async Task<(ModelDouble, int, (string, string?)[])> JinaAsync(string key, int batch)
        {
            JinaDouble started = await JinaDouble.StartAsync(key, batch > 0 ? batch : 512);
            return (started, batch > 0 ? batch : 512, [("Jina:ApiKey", Key), ("Jina:BaseUrl", started.Address.AbsoluteUri), .. Batch("Jina", batch)]);
        }

        private static (string, string?)[] Batch(string section, int batch) => batch > 0 ? [($"{section}:BatchSize", batch.ToString(CultureInfo.InvariantCulture))] : [];
    }
}
