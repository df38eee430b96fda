using System.Text;
using Perto.Testing;
using Perto.Vectors;

namespace Perto.Conformance;

/// <summary>What each provider declares is what it does, and is what <c>docs/vector-stores.md</c> says. With <c>PERTO_WRITE_DOCS=1</c> its table is written.</summary>
public sealed class CapabilityTableTests(
    EmbeddedStoreFixture embedded, PostgresStoreFixture postgres, RedisStoreFixture redis, QdrantStoreFixture qdrant, PineconeStoreFixture pinecone)
    : IClassFixture<EmbeddedStoreFixture>,
        IClassFixture<PostgresStoreFixture>,
        IClassFixture<RedisStoreFixture>,
        IClassFixture<QdrantStoreFixture>,
        IClassFixture<PineconeStoreFixture>
{
    private const string Begin = "<!-- capabilities: written by Perto.Conformance -->";
    private const string End = "<!-- end of capabilities -->";

    private IReadOnlyList<IVectorStoreFixture> Providers => [embedded, postgres, redis, qdrant, pinecone];

    [Fact]
    public async Task The_table_of_the_docs_is_what_every_provider_does()
    {
        string file = Path.Combine(TestRepository.Root, "docs", "vector-stores.md");
        string text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        string before = text[..(text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length)];
        string after = text[text.IndexOf(End, StringComparison.Ordinal)..];
        string expected = $"{before}\n{await TableAsync()}{after}";

        if (Environment.GetEnvironmentVariable("PERTO_WRITE_DOCS") == "1")
            await File.WriteAllTextAsync(file, expected, TestContext.Current.CancellationToken);
        else
            Assert.Equal(expected, text);
    }

    private async Task<string> TableAsync()
    {
        var table = new StringBuilder();
        table.Append("| capability |").AppendJoin(" |", Providers.Select(provider => $" {provider.Store.Provider}")).Append(" |\n");
        table.Append("| --- |").Insert(table.Length, " --- |", Providers.Count).Append('\n');
        foreach (VectorStoreCapabilities capability in Enum.GetValues<VectorStoreCapabilities>())
        {
            if (capability is VectorStoreCapabilities.None or VectorStoreCapabilities.All)
                continue;
            table.Append($"| {capability} |");
            foreach (IVectorStoreFixture provider in Providers)
            {
                bool declared = provider.Store.Capabilities.HasFlag(capability);
                if (CapabilityProbe.Seen.Contains(capability))
                {
                    var probe = new CapabilityProbe(provider, new TenantId("capabilities"));
                    Assert.True(declared == await probe.WorksAsync(capability), $"{provider.Store.Provider} declares {capability}: {declared}, and does otherwise");
                }
                table.Append(declared ? " yes |" : " |");
            }
            table.Append('\n');
        }
        return table.ToString();
    }
}
