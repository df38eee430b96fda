using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Perto.Platform;

/// <summary>
/// What the installation knows about a person, as a zip archive: a JSON file for each place, an array of its rows or things, and last
/// <c>manifest.json</c> with counts, lengths and SHA-256 of each. It is written as it is read; nothing is kept.
/// </summary>
public sealed class PersonalDataExport
{
    private readonly IDatabase _database;
    private readonly PrivacyRegistry _registry;
    private readonly InstallationKey _key;
    private readonly PrivacyAudit _audit;
    private readonly TimeProvider _clock;
    private readonly PersonalTables _tables;

    internal PersonalDataExport(IDatabase database, PrivacyRegistry registry, InstallationKey key, PrivacyAudit audit, TimeProvider clock)
    {
        _database = database;
        _registry = registry;
        _key = key;
        _audit = audit;
        _clock = clock;
        _tables = new PersonalTables(database, registry);
    }

    /// <summary>Writes the archive. Each place is read at its own moment; what changes meanwhile is there as it was before or after.</summary>
    /// <param name="tenant">Whose data it is in.</param>
    /// <param name="subject">The person's id.</param>
    /// <param name="target">Where it goes; it need not be able to seek, and stays open.</param>
    /// <param name="cancellationToken">Leaves an archive that cannot be opened.</param>
    /// <exception cref="InvalidValueException">The id cannot be one; nothing was written.</exception>
    public async Task<ExportManifest> WriteAsync(TenantId tenant, string subject, Stream target, CancellationToken cancellationToken = default)
    {
        Subject.Check(subject);
        string hash = (await _key.GetAsync(cancellationToken)).Hash(tenant, subject);
        await _database.WriteAsync(session => _audit.RecordAsync(session, tenant, "person_exported", hash), cancellationToken);
        List<ExportedFile> files = [];
        await using ZipArchive archive = await ZipArchive.CreateAsync(target, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellationToken);
        foreach (PersonalDataTable table in _registry.Tables)
            files.Add(await WriteFileAsync(archive, table.Table, _tables.ExportAsync(table, tenant, subject, cancellationToken), cancellationToken));
        foreach (IPersonalDataSource source in _registry.Sources)
            files.Add(await WriteFileAsync(archive, source.Name, source.ExportAsync(tenant, subject, cancellationToken), cancellationToken));
        var manifest = new ExportManifest { Tenant = tenant.Value, Subject = subject, CreatedAt = _clock.GetUtcNow(), Files = files };
        await using Stream entry = await archive.CreateEntry("manifest.json").OpenAsync(cancellationToken);
        await JsonSerializer.SerializeAsync(entry, manifest, PertoJson.Options, cancellationToken);
        return manifest;
    }

    private static async Task<ExportedFile> WriteFileAsync(
        ZipArchive archive, string source, IAsyncEnumerable<object> things, CancellationToken cancellationToken)
    {
        string name = source.Replace('/', '-') + ".json";
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long count = 0, length = 0;
        await using Stream entry = await archive.CreateEntry(name).OpenAsync(cancellationToken);
        await foreach (object thing in things)
        {
            await PutAsync(Encoding.UTF8.GetBytes(count++ == 0 ? "[\n" : ",\n"));
            await PutAsync(JsonSerializer.SerializeToUtf8Bytes(thing, thing.GetType(), PertoJson.Options));
        }
        await PutAsync(Encoding.UTF8.GetBytes(count == 0 ? "[]\n" : "\n]\n"));
        return new ExportedFile(name, source, count, length, Convert.ToHexStringLower(hash.GetHashAndReset()));

        async ValueTask PutAsync(byte[] bytes)
        {
            hash.AppendData(bytes);
            length += bytes.Length;
            await entry.WriteAsync(bytes, cancellationToken);
        }
    }
}
