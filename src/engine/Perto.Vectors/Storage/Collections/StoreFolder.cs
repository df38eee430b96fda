namespace Perto.Vectors.Storage;

/// <summary>The folder of a durable store: a folder for each tenant, in it one for each collection. It has one owner.</summary>
internal sealed class StoreFolder : IDisposable
{
    // No tenant has a point in its folder's name.
    private const string LockFile = "perto.lock";

    private readonly IFiles _files;
    private readonly EmbeddedStoreOptions _options;
    private readonly TimeProvider _clock;
    private readonly IDisposable _lock;

    private StoreFolder(IFiles files, EmbeddedStoreOptions options, TimeProvider clock)
    {
        _files = files;
        _options = options;
        _clock = clock;
        _lock = files.Lock(LockFile);
    }

    /// <summary>Takes the folder, and removes what collections left that were deleted or never finished.</summary>
    /// <exception cref="StorageException">Another owns it, or it cannot be used.</exception>
    public static StoreFolder Open(IFiles files, EmbeddedStoreOptions options, TimeProvider clock)
    {
        StoreFolder folder = new(files, options, clock);
        try
        {
            foreach (CollectionFolder leftover in Folders(files).Where(found => !files.Exists(found.Manifest)))
                files.DeleteFolder(leftover.Path);
            return folder;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>The names of a tenant's collections.</summary>
    public IEnumerable<string> Names(TenantId tenant) => Collections(_files, tenant.Value).Where(found => _files.Exists(found.Manifest)).Select(found => found.Name);

    /// <summary>Opens a collection; null where there is none.</summary>
    public DurableCollection? Find(TenantId tenant, string name)
    {
        CollectionFolder folder = new(tenant.Value, name);
        return _files.Exists(folder.Manifest) ? DurableCollection.Open(_files, folder, _options, _clock) : null;
    }

    public DurableCollection Create(TenantId tenant, string name, CollectionSchema schema) =>
        DurableCollection.Create(_files, new CollectionFolder(tenant.Value, name), schema, _options, _clock);

    /// <summary>Deletes a collection that nobody has open; false where there is none.</summary>
    public bool Delete(TenantId tenant, string name)
    {
        CollectionFolder folder = new(tenant.Value, name);
        if (!_files.Exists(folder.Manifest))
            return false;
        DurableCollection.Delete(_files, folder);
        return true;
    }

    /// <summary>Verifies a collection that nobody has open.</summary>
    public IReadOnlyList<StorageProblem> Verify(CollectionFolder folder, IProgress<long>? progress, CancellationToken cancellationToken) =>
        new CollectionVerifier(new ReadOnlyFiles(_files, hidesLogs: false), folder, progress, cancellationToken).Run();

    /// <summary>All collections that there are.</summary>
    public IEnumerable<CollectionFolder> Collections() => Folders(_files).Where(found => _files.Exists(found.Manifest));

    public void Dispose() => _lock.Dispose();

    private static IEnumerable<CollectionFolder> Folders(IFiles files) => files.Folders("")
        .Select(FolderName.Read).OfType<string>().Where(TenantId.IsValid).SelectMany(tenant => Collections(files, tenant));

    // Folders that no collection has are not the store's.
    private static IEnumerable<CollectionFolder> Collections(IFiles files, string tenant) => files.Folders(FolderName.Of(tenant))
        .Select(FolderName.Read).OfType<string>().Select(name => new CollectionFolder(tenant, name));
}
