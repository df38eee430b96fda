using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Perto.Language;
using Perto.Testing;

namespace Perto.Platform.Tests;

public sealed class BuiltinProviderTests : IDisposable
{
    private static readonly string[] Corpus = ["the cat sat on the mat", "a cat on a mat", "dogs and cats", "the dog ran after the cat"];

    private readonly TemporaryFolder _folder = new();
    private readonly ServiceProvider _services;

    public BuiltinProviderTests()
    {
        IConfiguration configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Perto:LanguageModels:Folder"] = _folder.Path + Path.DirectorySeparatorChar }).Build();
        var services = new ServiceCollection();
        services.AddLogging().AddPerto(configuration);
        _services = services.BuildServiceProvider();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _services.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_hashed_form_needs_nothing()
    {
        IEmbeddingGenerator<string, Embedding<float>> generator = Generator("builtin");
        GeneratedEmbeddings<Embedding<float>> made = await generator.GenerateAsync(["a cat", "", "a cat"], cancellationToken: Token);

        Assert.Equal(3, made.Count);
        Assert.Equal(LexicalEmbedder.Hashed().Embed("a cat"), made[0].Vector.ToArray());
        Assert.Equal(made[0].Vector.ToArray(), made[2].Vector.ToArray());
        Assert.Equal(1, made[1].Vector.Span[^1]);
        var metadata = (EmbeddingGeneratorMetadata)generator.GetService(typeof(EmbeddingGeneratorMetadata))!;
        Assert.Equal(("builtin", "lexical-1", 384), (metadata.ProviderName, metadata.DefaultModelId, metadata.DefaultModelDimensions));
    }

    [Fact]
    public async Task The_language_of_short_texts_can_be_named()
    {
        // Two nouns tell no language: taken for English they keep their endings.
        Assert.True(await NearAsync("builtin:portuguese") > 0.99);
        Assert.True(await NearAsync("builtin:english") < 0.9);
        Assert.True(await NearAsync("builtin") < 0.9);
        Assert.Equal("lexical-1-portuguese", IdOf("builtin:portuguese"));
        Assert.Equal("lexical-1-english", IdOf("builtin:english"));

        async Task<double> NearAsync(string name)
        {
            GeneratedEmbeddings<Embedding<float>> made = await Generator(name).GenerateAsync(["meninas bonitas", "menino bonito"], cancellationToken: Token);
            return made[0].Vector.ToArray().Zip(made[1].Vector.ToArray(), (one, other) => (double)one * other).Sum();
        }
    }

    [Fact]
    public async Task Many_texts_come_back_in_their_order()
    {
        string[] texts = [.. Enumerable.Range(0, 200).Select(i => $"text number {i} of many")];
        GeneratedEmbeddings<Embedding<float>> made = await Generator("builtin").GenerateAsync(texts, cancellationToken: Token);
        LexicalEmbedder embedder = LexicalEmbedder.Hashed();
        Assert.All(texts.Zip(made), pair => Assert.Equal(embedder.Embed(pair.First), pair.Second.Vector.ToArray()));

        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Generator("builtin").GenerateAsync(texts, cancellationToken: stopped.Token));
    }

    [Fact]
    public async Task A_fitted_file_is_found_by_its_name_or_its_path_and_read_again_when_it_is_another()
    {
        LexicalEmbedder fitted = Write("shop.model", new LexicalFitSettings());
        Assert.Equal(fitted.Id, IdOf("builtin:shop.model"));
        Assert.Equal(fitted.Id, IdOf($"builtin:{_folder.Find("shop.model")}"));
        Assert.Equal(fitted.Embed("a cat"), (await Generator("builtin:shop.model").GenerateAsync(["a cat"], cancellationToken: Token))[0].Vector.ToArray());

        LexicalEmbedder other = Write("shop.model", new LexicalFitSettings { MaxGrams = 3 });
        Assert.NotEqual(fitted.Id, other.Id);
        Assert.Equal(other.Id, IdOf("builtin:shop.model"));
    }

    [Theory]
    [InlineData("builtin:nothing.model")]
    [InlineData("builtin:../secret.model")]
    [InlineData("builtin:/nowhere/secret.model")]
    [InlineData("builtin:a\0b")]
    public void A_name_that_leads_to_no_model_is_refused(string name)
    {
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(_folder.Path)!, "secret.model"), "secret");
        InvalidValueException refused = Assert.Throws<InvalidValueException>(() => Generator(name));
        Assert.Equal("model", refused.Field);
        File.Delete(Path.Combine(Path.GetDirectoryName(_folder.Path)!, "secret.model"));
    }

    [Fact]
    public void A_damaged_file_is_told_from_one_that_is_not_there()
    {
        Write("shop.model", new LexicalFitSettings());
        byte[] bytes = File.ReadAllBytes(_folder.Find("shop.model"));
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(_folder.Find("shop.model"), bytes);
        DependencyException damaged = Assert.Throws<DependencyException>(() => Generator("builtin:shop.model"));
        Assert.Contains("shop.model", damaged.Message);
        Assert.False(damaged.Transient);
    }

    [Fact]
    public async Task It_cannot_shorten_its_vectors()
    {
        Assert.Single(await Generator("builtin").GenerateAsync(["a"], new EmbeddingGenerationOptions { Dimensions = 384 }, Token));
        InvalidValueException refused = await Assert.ThrowsAsync<InvalidValueException>(
            () => Generator("builtin").GenerateAsync(["a"], new EmbeddingGenerationOptions { Dimensions = 128 }, Token));
        Assert.Equal(("dimensions", (object)128), (refused.Field, refused.Given));
    }

    private LexicalEmbedder Write(string name, LexicalFitSettings settings)
    {
        LexicalEmbedder embedder = LexicalEmbedder.FitTo(Corpus, settings, new ParallelOptions());
        using FileStream stream = File.Create(_folder.Find(name));
        embedder.Save(stream);
        return embedder;
    }

    private IEmbeddingGenerator<string, Embedding<float>> Generator(string name) => _services.GetRequiredService<LanguageModels>().Generator(ModelName.Parse(name));

    private string? IdOf(string name) => ((EmbeddingGeneratorMetadata)Generator(name).GetService(typeof(EmbeddingGeneratorMetadata))!).DefaultModelId;
}
