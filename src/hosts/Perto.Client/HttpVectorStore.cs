using Perto.Platform;
using Perto.Vectors;

namespace Perto.Client;

/// <summary>
/// The vector database over HTTP, for the tenant of the client's key: the same contract as in process. Answers to what does not fit are
/// the same <see cref="VectorStoreException"/>s; other refusals are <see cref="RemoteException"/>s.
/// </summary>
public sealed class HttpVectorStore : IVectorStore
{
    internal const string Root = "/v1/vectors/collections";

    private readonly PertoHttp _http;

    /// <summary>Talks through <paramref name="client"/>, whose base address is the server's.</summary>
    public HttpVectorStore(HttpClient client) => _http = new PertoHttp(client);

    /// <inheritdoc/>
    public string Provider => "http";

    /// <inheritdoc/>
    public VectorStoreCapabilities Capabilities => VectorStoreCapabilities.All;

    /// <inheritdoc/>
    /// <exception cref="RemoteException">It is a derived collection.</exception>
    public async ValueTask<IVectorCollection> CollectionAsync(
        TenantId tenant, string name, Action<CollectionSchemaBuilder> schema, CancellationToken cancellationToken = default)
    {
        CollectionSchema asked = CollectionSchema.Create(schema);
        try
        {
            await HttpFaults.TranslateAsync(
                _http.SendAsync<VectorCollectionInfo>(HttpMethod.Put, Path(name), CollectionShape.Of(asked), cancellationToken));
        }
        catch (RemoteException refused) when (refused.Code == "collection_schema")
        {
            throw new VectorStoreException("schema", asked, $"the one that collection '{name}' was created with ({refused.Message})", refused);
        }
        return new HttpVectorCollection(_http, tenant, name, asked);
    }

    /// <inheritdoc/>
    public async ValueTask<IVectorCollection?> FindAsync(TenantId tenant, string name, CancellationToken cancellationToken = default)
    {
        try
        {
            VectorCollectionInfo info = await HttpFaults.TranslateAsync(_http.GetAsync<VectorCollectionInfo>(Path(name), cancellationToken));
            return HttpVectorCollection.Of(_http, tenant, info);
        }
        catch (RemoteException refused) when (refused.Code == "not_found")
        {
            return null;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="RemoteException">It is a derived collection.</exception>
    public async ValueTask<bool> DeleteAsync(TenantId tenant, string name, CancellationToken cancellationToken = default)
    {
        try
        {
            await HttpFaults.TranslateAsync(_http.DeleteAsync(Path(name), cancellationToken));
            return true;
        }
        catch (RemoteException refused) when (refused.Code == "not_found")
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> NamesAsync(TenantId tenant, CancellationToken cancellationToken = default) =>
        [.. (await _http.GetAsync<Page<VectorCollectionInfo>>(Root, cancellationToken)).Items.Select(collection => collection.Name)];

    /// <exception cref="VectorStoreException">The name cannot stand in a path: steps would be taken out of it on the way.</exception>
    internal static string Path(string name) => string.IsNullOrEmpty(name) || name is "." or ".."
        ? throw new VectorStoreException("collection", name, "a name of 1..128 letters, digits and - _ . : @ /, and not only one or two points")
        : $"{Root}/{Uri.EscapeDataString(name)}";
}
