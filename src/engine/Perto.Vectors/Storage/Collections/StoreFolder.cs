namespace Perto.Vectors.Storage;

/// <summary>The folder of a durable store: a folder for each tenant, in it one for each collection. It has one owner.</summary>
internal sealed class StoreFolder : IDisposable
{
    // No tenant has a point in its folder's name.
    private const string LockFile = "perto.lock";

    // Only a folder that a store has made its own is tidied up.
    private const string MarkFile = "perto.store";

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

    /// <summary>Takes the folder, and removes what deleted collections have left.</summary>
    /// <exception cref="StorageException">Another owns it, it holds something else than a store, or it cannot be used.</exception>
    public static StoreFolder Open(IFiles files, EmbeddedStoreOptions options, TimeProvider clock)
    {
        // Looked at first: what is not a store's gets no lock file either.
        bool isNew = !files.Exists(MarkFile);
        if (isNew && files.Files("").Concat(files.Folders("")).FirstOrDefault(name => name != LockFile) is { } other)
            throw new StorageException(other, "lies in the folder, which holds no store", "Give the store a folder of its own: an empty one, or one that a store has made");
        StoreFolder folder = new(files, options, clock);
        try
        {
            if (isNew)
            {
                files.Create(MarkFile).Dispose();
                files.SyncFolder("");
            }
            foreach (CollectionFolder found in Folders(files))
                found.RemoveDeleted(files);
            return folder;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>The names of a tenant's collections.</summary>
    public IEnumerable<string> Names(TenantId tenant) => Collections(_files, tenant.Value).Where(found => found.Exists(_files)).Select(found => found.Name);

    /// <summary>Opens a collection; null where there is none.</summary>
    public DurableCollection? Find(TenantId tenant, string name)
    {
        CollectionFolder folder = new(tenant.Value, name);
        return folder.Exists(_files) ? DurableCollection.Open(_files, folder, _options, _clock) : null;
    }

    public DurableCollection Create(TenantId tenant, string name, CollectionSchema schema)
    {
        CollectionFolder folder = new(tenant.Value, name);
        folder.RemoveDeleted(_files);
        if (_files.Exists(folder.DeletedMark))
            throw new StorageException(folder.Path, "still holds files of a deleted collection, which the system does not let go", "Open the store again, and make the collection then");
        return DurableCollection.Create(_files, folder, schema, _options, _clock);
    }

    /// <summary>Deletes a collection that nobody has open; false where there is none.</summary>
    public bool Delete(TenantId tenant, string name)
    {
        CollectionFolder folder = new(tenant.Value, name);
        if (!folder.Exists(_files))
            return false;
        folder.Delete(_files);
        return true;
    }

    /// <summary>Verifies a collection that nobody has open; nothing is wrong with one that was deleted meanwhile.</summary>
    public IReadOnlyList<StorageProblem> Verify(CollectionFolder folder, IProgress<long>? progress, CancellationToken cancellationToken) =>
        folder.Exists(_files) ? new CollectionVerifier(new ReadOnlyFiles(_files, hidesLogs: false), folder, progress, cancellationToken).Run() : [];

    /// <summary>All collections that there are.</summary>
    public IEnumerable<CollectionFolder> Collections() => Folders(_files).Where(found => found.Exists(_files));

    public void Dispose() => _lock.Dispose();

    private static IEnumerable<CollectionFolder> Folders(IFiles files) => files.Folders("")
        .Select(FolderName.Read).OfType<string>().Where(TenantId.IsValid).SelectMany(tenant => Collections(files, tenant));

    // Folders that no collection has are not the store's.
    private static IEnumerable<CollectionFolder> Collections(IFiles files, string tenant) => files.Folders(FolderName.Of(tenant))
        .Select(FolderName.Read).OfType<string>().Select(name => new CollectionFolder(tenant, name));
}
