using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Perto.Platform;
using Perto.Testing;
using Perto.Vectors;

namespace Perto.Pinecone.Tests;

/// <summary>A host that is told by its settings to keep vectors in Pinecone.</summary>
public sealed class HostTests
{
    [Fact]
    public async Task The_settings_choose_the_store_and_say_how_it_is_called()
    {
        await using PineconeDouble pinecone = await PineconeDouble.StartAsync();
        await using ServiceProvider services = Host(new()
        {
            ["Perto:Vectors:Store"] = "Pinecone",
            ["Perto:Pinecone:ApiKey"] = pinecone.ApiKey,
            ["Perto:Pinecone:Index"] = "host",
            ["Perto:Pinecone:ControlUrl"] = pinecone.Address.AbsoluteUri,
            ["Perto:Pinecone:Environment"] = "us-west-2-aws",
            ["Perto:Dependencies:pinecone:Attempts"] = "7",
        });
        IVectorStore store = services.GetRequiredService<IVectorStore>();
        Assert.Equal("pinecone", store.Provider);
        IVectorCollection things = await store.CollectionAsync(TenantId.Local, "things", s => s.Dense("v", 2, Metric.Cosine));
        await things.UpsertAsync(new VectorRecord("a") { Vectors = { ["v"] = new float[] { 1, 0 } } });
        Assert.Equal(["host"], pinecone.Indexes);
        Assert.Contains(pinecone.Requests, request => request.Body.Contains("us-west-2", StringComparison.Ordinal));
        DependencyStatus status = services.GetRequiredService<Dependencies>()["pinecone"].Status;
        Assert.Equal(DependencyState.Up, status.State);
        Assert.True(status.Calls > 0);
        Assert.Equal(7, status.Rules.Attempts);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Auto")]
    [InlineData("Embedded")]
    public void Without_the_choice_nothing_is_done(string? choice)
    {
        using ServiceProvider services = Host(new() { ["Perto:Vectors:Store"] = choice, ["Perto:Pinecone:ApiKey"] = "pcsk_x" });
        Assert.DoesNotContain(services.GetRequiredService<Dependencies>().All, dependency => dependency.Name == "pinecone");
        Assert.DoesNotContain(services.GetServices<DependencyDefinition>(), definition => definition.Name == "pinecone");
    }

    [Theory]
    [InlineData("ApiKey", null, "Perto:Pinecone:ApiKey", "not set")]
    [InlineData("ApiKey", "  ", "Perto:Pinecone:ApiKey", "not set")]
    [InlineData("ApiKey", "a b\u0001", "Perto:Pinecone:ApiKey", "not shown")]
    [InlineData("Index", "Not a name", "Perto:Pinecone:Index", "'Not a name'")]
    [InlineData("Index", "-a", "Perto:Pinecone:Index", "'-a'")]
    [InlineData("Index", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "Perto:Pinecone:Index", "aaaa")]
    [InlineData("Cloud", "moon", "Perto:Pinecone:Cloud", "'moon'")]
    [InlineData("Region", " ", "Perto:Pinecone:Region", "empty")]
    [InlineData("Environment", "us-east-1", "Perto:Pinecone:Environment", "'us-east-1'")]
    [InlineData("Environment", "aws", "Perto:Pinecone:Environment", "'aws'")]
    [InlineData("ControlUrl", "ftp://example.org", "Perto:Pinecone:ControlUrl", "ftp")]
    [InlineData("ApiVersion", "latest", "Perto:Pinecone:ApiVersion", "'latest'")]
    [InlineData("BatchSize", "0", "Perto:Pinecone:BatchSize", "'0'")]
    [InlineData("BatchSize", "many", "Perto:Pinecone:BatchSize", "'many'")]
    [InlineData("Freshness", "soon", "Perto:Pinecone:Freshness", "'soon'")]
    [InlineData("FreshnessTimeout", "01:00:00", "Perto:Pinecone:FreshnessTimeout", "01:00:00")]
    public void A_setting_that_cannot_be_used_is_named_at_the_start(string name, string? value, string setting, string given)
    {
        Dictionary<string, string?> settings = new() { ["Perto:Vectors:Store"] = "Pinecone", ["Perto:Pinecone:ApiKey"] = "pcsk_secret", [$"Perto:Pinecone:{name}"] = value };
        using ServiceProvider services = Host(settings);
        InvalidSettingException refusal = Assert.Throws<InvalidSettingException>(services.GetRequiredService<IStartupValidator>().Validate);
        Assert.Equal(setting, refusal.Setting);
        Assert.Contains(given, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("pcsk_secret", refusal.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("us-east-1-aws", "us-east-1", "aws")]
    [InlineData("us-central1-gcp", "us-central1", "gcp")]
    [InlineData("eastus2-azure", "eastus2", "azure")]
    public void The_old_name_of_an_environment_is_a_region_and_a_cloud(string environment, string region, string cloud)
    {
        using ServiceProvider services = Host(new()
        {
            ["Perto:Vectors:Store"] = "Pinecone",
            ["Perto:Pinecone:ApiKey"] = "pcsk_x",
            ["Perto:Pinecone:Environment"] = environment,
        });
        PineconeSettings settings = services.GetRequiredService<IOptions<PineconeSettings>>().Value;
        Assert.Equal((region, cloud), (settings.Region, settings.Cloud));
    }

    private static ServiceProvider Host(Dictionary<string, string?> settings)
    {
        ServiceCollection services = new();
        services.AddLogging();
        services.AddPerto(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).UsePinecone();
        return services.BuildServiceProvider();
    }
}
