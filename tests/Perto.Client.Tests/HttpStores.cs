using System.Collections.Concurrent;
using Perto.Platform;
using Perto.Vectors;

namespace Perto.Client.Tests;

/// <summary>One client for each tenant, with a key of its own, so that tests share nothing.</summary>
internal sealed class HttpStores(Uri address, KeyStore keys) : IVectorStore, IDisposable
{
    private readonly ConcurrentDictionary<TenantId, HttpClient> _clients = new();

    public string Provider => For(TenantId.Local).Provider;

    public VectorStoreCapabilities Capabilities => For(TenantId.Local).Capabilities;

    public ValueTask<IVectorCollection> CollectionAsync(
        TenantId tenant, string name, Action<CollectionSchemaBuilder> schema, CancellationToken cancellationToken = default) =>
        For(tenant).CollectionAsync(tenant, name, schema, cancellationToken);

    public ValueTask<IVectorCollection?> FindAsync(TenantId tenant, string name, CancellationToken cancellationToken = default) =>
        For(tenant).FindAsync(tenant, name, cancellationToken);

    public ValueTask<bool> DeleteAsync(TenantId tenant, string name, CancellationToken cancellationToken = default) =>
        For(tenant).DeleteAsync(tenant, name, cancellationToken);

    public ValueTask<IReadOnlyList<string>> NamesAsync(TenantId tenant, CancellationToken cancellationToken = default) =>
        For(tenant).NamesAsync(tenant, cancellationToken);

    public void Dispose()
    {
        foreach (HttpClient client in _clients.Values)
            client.Dispose();
    }

    private HttpVectorStore For(TenantId tenant) => new(_clients.GetOrAdd(tenant, _ =>
    {
        var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = address };
        if (tenant != TenantId.Local)
            client.UsePertoKey(NewKey(tenant));
        return client;
    }));

    private string NewKey(TenantId tenant) =>
        keys.CreateAsync(Caller.Local, new KeyDraft { Name = "test", Scopes = ["admin"], Tenant = tenant.Value }).GetAwaiter().GetResult().Key;
}
