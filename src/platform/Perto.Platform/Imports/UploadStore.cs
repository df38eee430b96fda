using System.Collections.Concurrent;

namespace Perto.Platform;

/// <summary>
/// Files that came over HTTP and wait for their import, which names them <c>upload:</c> and an id. They lie in the data folder; where servers
/// share a PostgreSQL they are kept in it too, because another server may run the import, and this one may never come back.
/// </summary>
public sealed class UploadStore(IDatabase database, PertoSettings settings, IdGenerator ids, TimeProvider clock)
{
    private const string Scheme = "upload:";
    private const int PartBytes = 1 << 20;

    // One of another server into which nothing came for so long is left over from a crash.
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    // Those whose files still come to this process.
    private readonly ConcurrentDictionary<string, bool> _receiving = new(StringComparer.Ordinal);

    /// <summary>Whether the source of an import is an upload.</summary>
    internal static bool IsUpload(string source) => source.StartsWith(Scheme, StringComparison.Ordinal);

    /// <summary>A new, empty folder for the files of a request.</summary>
    public string NewFolder(TenantId tenant)
    {
        string folder = Folder(tenant, ids.NewId());
        _receiving[folder] = true;
        return Directory.CreateDirectory(folder).FullName;
    }

    /// <summary>What an import names the files that were put into a folder of <see cref="NewFolder"/>.</summary>
    public static string SourceOf(string folder) => Scheme + Path.GetFileName(folder);

    /// <summary>Keeps the files that were put into a folder of <see cref="NewFolder"/>; returns when they are as durable as the database.</summary>
    public async Task KeepAsync(TenantId tenant, string folder, CancellationToken cancellationToken)
    {
        string upload = Path.GetFileName(folder);
        if (database.Dialect == SqlDialect.Postgres)
        {
            foreach (string path in Directory.EnumerateFiles(folder))
                await KeepFileAsync(tenant, upload, path, cancellationToken);
        }
    }

    /// <summary>The folder of an upload on this machine; brought here from the database where it is not. Null when it is gone.</summary>
    internal async Task<string?> FindAsync(TenantId tenant, string source, CancellationToken cancellationToken)
    {
        string upload = source[Scheme.Length..];
        string folder = Folder(tenant, upload);
        if (Directory.Exists(folder))
            return folder;
        IReadOnlyList<KeptFile> files = await database.ReadAsync(
            session => session.QueryAsync<KeptFile>(
                "select file, changed_at from import_upload where tenant = @tenant and upload = @upload", new { tenant, upload }),
            cancellationToken);
        if (files.Count == 0)
            return null;
        // Under another name until it is whole, so that a crash leaves nothing that looks like it.
        string coming = $"{folder}.{ids.NewId()}";
        Directory.CreateDirectory(coming);
        foreach (KeptFile file in files)
            await FetchFileAsync(tenant, upload, file, Path.Combine(coming, file.File), cancellationToken);
        Directory.Move(coming, folder);
        return folder;
    }

    /// <summary>Deletes an upload on this machine and in the database.</summary>
    /// <exception cref="IOException">A file could not be deleted.</exception>
    public async Task DeleteAsync(TenantId tenant, string source)
    {
        string upload = source[Scheme.Length..];
        string folder = Folder(tenant, upload);
        _receiving.TryRemove(folder, out _);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        if (database.Dialect != SqlDialect.Postgres)
            return;
        await database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync("delete from import_upload_part where tenant = @tenant and upload = @upload", new { tenant, upload });
                await session.ExecuteAsync("delete from import_upload where tenant = @tenant and upload = @upload", new { tenant, upload });
            });
    }

    /// <summary>An import refers to the upload from now on.</summary>
    internal void Received(TenantId tenant, string source)
    {
        if (IsUpload(source))
            _receiving.TryRemove(Folder(tenant, source[Scheme.Length..]), out _);
    }

    /// <summary>How many uploads of a tenant wait: on this machine, and in the database.</summary>
    internal async Task<long> CountAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        HashSet<string> uploads = [.. Folders(tenant).Select(folder => Path.GetFileName(folder)!)];
        uploads.UnionWith(await KeptAsync(tenant, "", cancellationToken));
        return uploads.Count;
    }

    /// <summary>Deletes uploads that no import refers to: a crash left them.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="wanted">Reads the sources of imports that are not done.</param>
    /// <param name="cancellationToken">Leaves the rest.</param>
    internal async Task DeleteLeftAsync(TenantId tenant, Func<Task<IReadOnlyList<string>>> wanted, CancellationToken cancellationToken)
    {
        // In this order: an upload that is neither received nor wanted at its moment is nobody's, whatever is queued meanwhile.
        string[] folders = Folders(tenant);
        long before = UnixMicros.From(clock.GetUtcNow() - Abandoned);
        IReadOnlyList<string> old = await KeptAsync(tenant, $"and kept_at < {before}", cancellationToken);
        HashSet<string> receiving = _receiving.Keys.ToHashSet(StringComparer.Ordinal);
        HashSet<string> kept = (await wanted()).ToHashSet(StringComparer.Ordinal);
        foreach (string folder in folders.Where(folder => !receiving.Contains(folder) && !kept.Contains(SourceOf(folder))))
            DeleteAbandoned(folder);
        foreach (string upload in old.Where(upload => !receiving.Contains(Folder(tenant, upload)) && !kept.Contains(Scheme + upload)))
            await DeleteAsync(tenant, Scheme + upload);
        foreach (string gone in receiving.Where(folder => !Directory.Exists(folder)))
            _receiving.TryRemove(gone, out _);
    }

    private void DeleteAbandoned(string folder)
    {
        try
        {
            if (IsAbandoned(folder))
                Directory.Delete(folder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Its import has ended meanwhile.
        }
    }

    private Task<IReadOnlyList<string>> KeptAsync(TenantId tenant, string condition, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.QueryAsync<string>($"select distinct upload from import_upload where tenant = @tenant {condition}", new { tenant }),
        cancellationToken);

    private string[] Folders(TenantId tenant)
    {
        string folder = Path.Combine(settings.UploadFolder, tenant.Value);
        return Directory.Exists(folder) ? Directory.GetDirectories(folder) : [];
    }

    // The folder of SQLite's data has one process; with PostgreSQL another one may be receiving.
    private bool IsAbandoned(string folder) =>
        database.Dialect == SqlDialect.Sqlite
        || Directory.EnumerateFiles(folder).Select(File.GetLastWriteTimeUtc).Append(Directory.GetLastWriteTimeUtc(folder)).Max() < (clock.GetUtcNow() - Abandoned).UtcDateTime;

    private string Folder(TenantId tenant, string upload) => Path.Combine(settings.UploadFolder, tenant.Value, upload);

    private async Task KeepFileAsync(TenantId tenant, string upload, string path, CancellationToken cancellationToken)
    {
        string file = Path.GetFileName(path);
        await using FileStream content = File.OpenRead(path);
        byte[] buffer = new byte[PartBytes];
        for (int part = 0; await content.ReadAtLeastAsync(buffer, PartBytes, throwOnEndOfStream: false, cancellationToken) is > 0 and int length; part++)
        {
            byte[] bytes = length == PartBytes ? buffer : buffer[..length];
            await database.WriteAsync(
                session => session.ExecuteAsync(
                    "insert into import_upload_part (tenant, upload, file, part, bytes) values (@tenant, @upload, @file, @part, @bytes)",
                    new { tenant, upload, file, part, bytes }),
                cancellationToken);
        }
        await database.WriteAsync(
            session => session.ExecuteAsync(
                "insert into import_upload (tenant, upload, file, changed_at, kept_at) values (@tenant, @upload, @file, @changedAt, @now)",
                new { tenant, upload, file, changedAt = File.GetLastWriteTimeUtc(path).Ticks, now = UnixMicros.Now(clock) }),
            cancellationToken);
    }

    private async Task FetchFileAsync(TenantId tenant, string upload, KeptFile file, string path, CancellationToken cancellationToken)
    {
        await using (FileStream content = File.Create(path))
        {
            for (int part = 0; await PartAsync(tenant, upload, file.File, part, cancellationToken) is { } bytes; part++)
                await content.WriteAsync(bytes, cancellationToken);
        }
        File.SetLastWriteTimeUtc(path, new DateTime(file.ChangedAt, DateTimeKind.Utc));
    }

    private Task<byte[]?> PartAsync(TenantId tenant, string upload, string file, int part, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ScalarAsync<byte[]>(
                "select bytes from import_upload_part where tenant = @tenant and upload = @upload and file = @file and part = @part",
                new { tenant, upload, file, part }),
            cancellationToken);

    private sealed record KeptFile
    {
        public string File { get; init; } = "";

        public long ChangedAt { get; init; }
    }
}
