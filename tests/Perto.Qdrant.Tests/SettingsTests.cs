using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;
using Perto.Testing;
using Perto.Vectors;

namespace Perto.Qdrant.Tests;

public sealed class SettingsTests
{
    [Theory]
    [InlineData("Auto")]
    [InlineData("Embedded")]
    public void Where_another_store_is_chosen_it_does_nothing_whatever_its_settings_say(string choice)
    {
        using TemporaryFolder folder = new();
        PertoBuilder perto = Compose(("Perto:Vectors:Store", choice), ("Perto:DataFolder", folder.Path), ("Perto:Qdrant:Url", "not a URL"));
        Assert.Same(perto, perto.UseQdrant());
        using ServiceProvider services = perto.Services.BuildServiceProvider();
        Assert.DoesNotContain(services.GetRequiredService<Dependencies>().All, dependency => dependency.Name == "qdrant");
    }

    [Fact]
    public void Where_it_is_chosen_it_needs_no_further_setting()
    {
        using ServiceProvider services = Compose(("Perto:Vectors:Store", "Qdrant")).UseQdrant().Services.BuildServiceProvider();
        IVectorStore store = services.GetRequiredService<IVectorStore>();
        Assert.Equal("qdrant", store.Provider);
        Assert.Equal((4, TimeSpan.FromSeconds(10)), (Settings(services).Attempts, Settings(services).Timeout));

        static DependencySettings Settings(ServiceProvider services) => services.GetRequiredService<Dependencies>()["qdrant"].Definition.Settings;
    }

    [Theory]
    [InlineData("Url", "ftp://example.org", "'ftp://example.org'", "an http or https URL such as http://127.0.0.1:6333")]
    [InlineData("Url", "127.0.0.1:6333", "'127.0.0.1:6333'", "an http or https URL such as http://127.0.0.1:6333")]
    [InlineData("Url", "", "''", "an http or https URL such as http://127.0.0.1:6333")]
    [InlineData("Url", "http://me:hidden@example.org", "(not shown, it may hold a password)", "a URL without user, query and fragment; the key stands in Perto:Qdrant:ApiKey")]
    [InlineData("Url", "http://example.org?api-key=hidden", "(not shown, it may hold a password)", "a URL without user, query and fragment; the key stands in Perto:Qdrant:ApiKey")]
    [InlineData("ApiKey", "hidden\nx: y", "(not shown)", "the key of the server, without spaces")]
    [InlineData("ApiKey", "hídden", "(not shown)", "the key of the server, without spaces")]
    [InlineData("Prefix", "", "''", "1..32 of a-z, 0-9 and -")]
    [InlineData("Prefix", "a.b", "'a.b'", "1..32 of a-z, 0-9 and -")]
    [InlineData("Prefix", "a23456789012345678901234567890123", "'a23456789012345678901234567890123'", "1..32 of a-z, 0-9 and -")]
    [InlineData("BatchSize", "0", "'0'", "1..1000")]
    [InlineData("BatchSize", "many", "'many'", "a whole number")]
    [InlineData("Replicas", "0", "'0'", "1..32")]
    [InlineData("Shards", "1001", "'1001'", "1..1000")]
    [InlineData("M", "3", "'3'", "4..256")]
    [InlineData("EfConstruct", "10001", "'10001'", "4..10000")]
    [InlineData("OnDisk", "perhaps", "'perhaps'", "true or false")]
    public void A_setting_that_cannot_be_used_is_told_with_what_is_allowed(string setting, string value, string given, string allowed)
    {
        InvalidSettingException refused = Assert.Throws<InvalidSettingException>(
            () => Compose(("Perto:Vectors:Store", "Qdrant"), ($"Perto:Qdrant:{setting}", value)).UseQdrant());
        Assert.Equal($"Perto:Qdrant:{setting} (environment PERTO__QDRANT__{setting.ToUpperInvariant()}) is {given}; allowed: {allowed}", refused.Message);
        Assert.DoesNotContain("hidden", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_behind_a_path_is_asked_below_it()
    {
        await using HttpDouble proxy = await HttpDouble.StartAsync(context =>
        {
            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        });
        await using TestStore process = new($"{proxy.Address}vectors");
        await Assert.ThrowsAnyAsync<Exception>(() => process.Store.NamesAsync(TestStore.Tenant, CancellationToken.None).AsTask());
        Assert.All(proxy.Requests, request => Assert.StartsWith("/vectors/collections/perto.~catalogue", request.Path, StringComparison.Ordinal));
    }

    [Fact]
    public void Different_collections_have_different_names_that_the_server_takes()
    {
        ServerNames names = new("perto");
        (string Tenant, string Name)[] all =
        [
            ("a", "b"), ("a", "B"), ("a", "b.c"), ("a-b", "c"), ("a_b", "c"), ("a", "b:c"), ("a", "b/c"), ("a", "b-c"), ("a", "bcc"), ("a", "bsc"), ("a", "b@c"), ("local", "films:v1"),
            ("local", "films/v1"), ("local", "films.v1"), (new string('t', 64), new string('/', 128)), (new string('t', 64), new string(':', 128)),
            (new string('t', 64), new string('/', 127)), (new string('t', 64), $"{new string('/', 127)}a"),
        ];
        string[] made = [.. all.SelectMany(each => new[] { 1, 2, 12 }.Select(generation => names.Of(new TenantId(each.Tenant), each.Name, generation)))];
        Assert.Equal(made.Length, made.Distinct(StringComparer.Ordinal).Count());
        Assert.DoesNotContain(names.Catalogue, made);
        Assert.All(made, name => Assert.InRange(name.Length, 1, 255));
        Assert.All(made, name => Assert.Matches("^[A-Za-z0-9._@~-]+$", name));
    }

    private static PertoBuilder Compose(params (string Name, string? Value)[] settings) =>
        new ServiceCollection().AddPerto(new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => setting.Name, setting => setting.Value)).Build());
}
