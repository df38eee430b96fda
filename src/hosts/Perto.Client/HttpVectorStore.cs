using System.Buffers;
using Perto.Platform;
using Perto.Vectors;

namespace Perto.Client;

/// <summary>
/// The vector database over HTTP, for the tenant of the client's key: the same contract as in process. Answers to what does not fit are
/// the same <see cref="VectorStoreException"/>s; other refusals are <see cref="RemoteException"/>s.
/// </summary>
public sealed class HttpVectorStore : IVectorStore
{
    private const int MaxNameLength = 128;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:@/");

    internal const string Root = "/v1/vectors/collections";

    private readonly PertoHttp _http;

    /// <summary>Talks through <paramref name="client"/>, whose base address is the server's.</summary>
    public HttpVectorStore(HttpClient client) => _http = new PertoHttp(client);

    /// <inheritdoc/>
    public string Provider => "http";

    /// <summary>
    /// All but <see cref="VectorStoreCapabilities.AtomicBatches"/>: a write of more than 1,000 records, or of more than 8 MiB of JSON, is
    /// several requests, each seen whole or not at all. A smaller one is a single request.
    /// </summary>
    public VectorStoreCapabilities Capabilities => VectorStoreCapabilities.All & ~VectorStoreCapabilities.AtomicBatches;

    /// <inheritdoc/>
    /// <exception cref="RemoteException">It is a derived collection.</exception>
    public async ValueTask<IVectorCollection> CollectionAsync(
        TenantId tenant, string name, Action<CollectionSchemaBuilder> schema, CancellationToken cancellationToken = default)
    {
        CollectionSchema asked = CollectionSchema.Create(schema);
        try
        {
            await HttpFaults.TranslateAsync(
                _http.PutAsync<VectorCollectionInfo>(Path(name), CollectionShape.Of(asked), cancellationToken));
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

    /// <exception cref="VectorStoreException">It is no name, or would be taken for a step of the path.</exception>
    internal static string Path(string name) =>
        name is { Length: > 0 and <= MaxNameLength } and not "." and not ".." && name.AsSpan().IndexOfAnyExcept(NameCharacters) < 0
            ? $"{Root}/{Uri.EscapeDataString(name)}"
            : throw new VectorStoreException("collection", name, $"a name of 1..{MaxNameLength} letters, digits and - _ . : @ /, and not '.' or '..'");
}
