using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Perto.Testing;

namespace Perto.Platform.Tests;

public sealed class EmbeddingsTests
{
    [Fact]
    public async Task Texts_get_vectors_of_length_1_in_their_order()
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync();
        EmbeddedTexts made = await test.EmbedAsync("red shoes", "blue hat", "red shoes");

        Assert.Equal(3, made.Vectors.Count);
        Assert.Equal(made.Vectors[0], made.Vectors[2]);
        Assert.NotEqual(made.Vectors[0], made.Vectors[1]);
        Assert.All(made.Vectors, vector => Assert.Equal(1, vector.Sum(value => value * value), 5));
        Assert.Equal(("words:counts-1", "counts-1", 64), (made.Model.ToString(), made.Version, made.Dimensions));
        // The text that is there twice is embedded once.
        Assert.Equal((0, 0, 2), (made.Cached, made.Stored, made.Computed));
        Assert.Equal(["red shoes", "blue hat"], Assert.Single(test.Model.Calls));
        Assert.Equal(4, made.Tokens);
    }

    [Fact]
    public async Task Raw_vectors_are_as_the_model_gave_them_and_kept_apart()
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync();
        float[] unit = (await test.EmbedAsync("hat")).Vectors[0];
        EmbeddedTexts raw = await test.EmbedAsync(new EmbeddingRequest { Normalize = false }, "hat");
        Assert.Equal(1, raw.Computed);
        Assert.Equal(2, raw.Vectors[0].Max());
        Assert.Equal(1, unit.Max());
    }

    [Fact]
    public async Task White_space_and_nothing_else_is_one_text_in_many_forms()
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync();
        await test.EmbedAsync("red  shoes\n");
        Assert.Equal(1, (await test.EmbedAsync("\tred shoes")).Cached);
        Assert.Equal(1, (await test.EmbedAsync("Red shoes")).Computed);
        Assert.Equal([["red shoes"], ["Red shoes"]], test.Model.Calls);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t")]
    public async Task A_text_without_content_is_refused_by_its_place_and_nothing_is_asked(string text)
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync();
        InvalidValueException refused = await Assert.ThrowsAsync<InvalidValueException>(() => test.EmbedAsync("fine", text));
        Assert.Equal("texts[1]", refused.Field);
        Assert.Empty(test.Model.Calls);
    }

    [Fact]
    public async Task Composed_and_decomposed_letters_are_one_text()
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync();
        await test.EmbedAsync("caf\u00e9");
        Assert.Equal(1, (await test.EmbedAsync("cafe\u0301")).Cached);
    }

    [Fact]
    public async Task Half_of_a_surrogate_pair_is_refused()
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync();
        await Assert.ThrowsAsync<InvalidValueException>(() => test.EmbedAsync("\ud800 alone"));
        await Assert.ThrowsAsync<InvalidValueException>(() => test.EmbedAsync("alone \udc00"));
        await Assert.ThrowsAsync<InvalidValueException>(() => test.EmbedAsync("a nul \0 inside"));
        Assert.Equal(1, (await test.EmbedAsync("a pair \ud83d\ude00")).Computed);
    }

    [Fact]
    public async Task Too_many_texts_and_too_long_ones_are_refused()
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync();
        await Assert.ThrowsAsync<InvalidValueException>(() => test.EmbedAsync());
        await Assert.ThrowsAsync<InvalidValueException>(() => test.EmbedAsync([.. Enumerable.Repeat("a", EmbeddingRequest.MaxTexts + 1)]));
        InvalidValueException refused = await Assert.ThrowsAsync<InvalidValueException>(() => test.EmbedAsync(new string('a', EmbeddingRequest.MaxCharacters + 1)));
        Assert.Contains("1000000", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidValueException>(() => test.EmbedAsync(new EmbeddingRequest { Dimensions = 0 }, "a"));
    }

    [Fact]
    public async Task What_the_caller_says_reaches_the_model()
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync();
        EmbeddedTexts made = await test.EmbedAsync(new EmbeddingRequest { Purpose = EmbeddingPurpose.Query, Dimensions = 16 }, "hat");
        Assert.Equal(16, made.Dimensions);
        Assert.Equal(16, test.Model.LastOptions!.Dimensions);
        Assert.Equal(EmbeddingPurpose.Query, test.Model.LastOptions.Purpose());
        Assert.Equal(TestEmbeddings.Tenant.Value, test.Model.LastOptions.AdditionalProperties![ModelCaller.TenantProperty]);
        // As a document it is another vector, as far as anybody knows.
        Assert.Equal(1, (await test.EmbedAsync(new EmbeddingRequest { Dimensions = 16 }, "hat")).Computed);
    }

    [Fact]
    public async Task A_model_that_does_not_shorten_its_vectors_is_found_out()
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync();
        test.Model.Changes = vector => [.. vector, 1];
        DependencyException wrong = await Assert.ThrowsAsync<DependencyException>(() => test.EmbedAsync(new EmbeddingRequest { Dimensions = 16 }, "hat"));
        Assert.Contains("17 dimensions where 16 were asked for", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_comes_back_with_other_dimensions_is_not_the_model_that_it_was()
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync();
        await test.EmbedAsync("hat");
        test.Model.Dimensions = 32;
        DependencyException wrong = await Assert.ThrowsAsync<DependencyException>(() => test.EmbedAsync("shoes"));
        Assert.Contains("32 dimensions where 64 were expected", wrong.Message, StringComparison.Ordinal);
        Assert.Equal(64, (await test.EmbedAsync("hat")).Dimensions);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public async Task A_value_that_is_no_number_is_an_error_and_not_kept(float value)
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync();
        test.Model.Changes = vector => [.. vector[1..], value];
        await Assert.ThrowsAsync<DependencyException>(() => test.EmbedAsync("hat"));
        test.Model.Changes = vector => vector;
        Assert.Equal(1, (await test.EmbedAsync("hat")).Computed);
    }

    [Fact]
    public async Task A_vector_of_zeros_stays_one()
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync();
        test.Model.Changes = vector => new float[vector.Length];
        Assert.All((await test.EmbedAsync("hat")).Vectors[0], value => Assert.Equal(0, value));
    }

    [Fact]
    public async Task A_model_that_nobody_has_is_refused_with_those_that_there_are()
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync();
        InvalidValueException refused = await Assert.ThrowsAsync<InvalidValueException>(
            () => test.EmbedAsync(new EmbeddingRequest { Model = ModelName.Parse("nobody:x") }, "hat"));
        Assert.Contains("words", refused.Message, StringComparison.Ordinal);
        // What could not be opened is tried again.
        await Assert.ThrowsAsync<InvalidValueException>(() => test.EmbedAsync(new EmbeddingRequest { Model = ModelName.Parse("words:missing") }, "hat"));
        await Assert.ThrowsAsync<InvalidValueException>(() => test.EmbedAsync(new EmbeddingRequest { Model = ModelName.Parse("words:missing") }, "hat"));
    }

    [Fact]
    public async Task Callers_over_http_name_the_models_that_settings_name()
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync(settings: [new("Perto:Embeddings:Models:0", "openai:text-embedding-3-small")]);
        Assert.Equal("words", test.Embeddings.Allowed(null).ToString());
        Assert.Equal("words", test.Embeddings.Allowed("words").ToString());
        Assert.Equal("openai:text-embedding-3-small", test.Embeddings.Allowed("text-embedding-3-small").ToString());
        Assert.Equal("openai:text-embedding-3-small", test.Embeddings.Allowed("openai:text-embedding-3-small").ToString());
        // What an answer calls the default is taken as well.
        Assert.Equal("words", test.Embeddings.Allowed((await test.EmbedAsync("hat")).Model.ToString()).ToString());
        InvalidValueException refused = Assert.Throws<InvalidValueException>(() => test.Embeddings.Allowed("local:/etc"));
        Assert.Contains("text-embedding-3-small", refused.Allowed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_becomes_another_one_under_its_name_is_seen_within_a_minute()
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync();
        await test.EmbedAsync("hat");
        test.Model.Version = "counts-2";
        test.Model.Seed = 3;
        test.Clock.Advance(TimeSpan.FromSeconds(61));
        EmbeddedTexts now = await test.EmbedAsync("hat");
        Assert.Equal(("counts-2", 1), (now.Version, now.Computed));
    }

    [Theory]
    [InlineData("openia:x")]
    [InlineData("No Such")]
    public async Task A_model_that_nobody_has_is_refused_at_the_start(string model)
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync(settings: new KeyValuePair<string, string?>("Perto:Embeddings:Model", model));
        InvalidSettingException refused = await Assert.ThrowsAsync<InvalidSettingException>(
            () => ActivatorUtilities.CreateInstance<EmbeddingsStart>(test.Get<IServiceProvider>()).StartAsync(TestEmbeddings.Cancelled));
        Assert.Equal("Perto:Embeddings:Model", refused.Setting);
    }

    [Fact]
    public async Task Libraries_get_vectors_of_their_own_which_they_may_change()
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync();
        using IEmbeddingGenerator<string, Embedding<float>> generator = test.Embeddings.Generator(TestEmbeddings.Tenant);
        GeneratedEmbeddings<Embedding<float>> made = await generator.GenerateAsync(["hat", "hat"], cancellationToken: TestEmbeddings.Cancelled);
        Assert.True(System.Runtime.InteropServices.MemoryMarshal.TryGetArray(made[0].Vector, out ArraySegment<float> array));
        array.AsSpan().Clear();
        Assert.Equal(1, (await test.EmbedAsync("hat")).Vectors[0].Max());
        Assert.Equal(1, made.Usage!.InputTokenCount);
        Assert.Equal("counts-1", generator.GetRequiredService<EmbeddingGeneratorMetadata>().DefaultModelId);
    }

    [Fact]
    public async Task Common_queries_are_embedded_when_a_tenant_first_comes()
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync(
            settings: [new("Perto:Embeddings:Prewarm", "true"), new("Perto:Embeddings:PrewarmTexts:0", "where is my order")]);
        await test.EmbedAsync("hat");
        await Eventually.Async(() => test.Model.Calls.Count == 2);
        EmbeddedTexts query = await test.EmbedAsync(new EmbeddingRequest { Purpose = EmbeddingPurpose.Query }, "where is my order");
        Assert.Equal((1, 0), (query.Cached, query.Computed));
    }

    [Fact]
    public async Task A_model_that_fails_fails_the_callers_and_not_the_next_ones()
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync();
        test.Model.Fails = _ => new DependencyException("words", "is away", "Wait") { Transient = true };
        await Assert.ThrowsAsync<DependencyException>(() => test.EmbedAsync("hat"));
        test.Model.Fails = _ => null;
        Assert.Equal(1, (await test.EmbedAsync("hat")).Computed);
        Assert.Equal(1, test.Meters.Sum("embedding.generation.failures"));
    }
}
