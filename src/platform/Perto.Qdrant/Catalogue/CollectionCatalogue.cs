using System.Globalization;
using System.Text.Json;
using Perto.Platform;
using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Qdrant;

/// <summary>
/// Which collections there are, kept in a collection on the server, so that any number of processes see the same. The server makes a collection of
/// one name once, whoever asks: that decides who made it, and only then is it listed.
/// </summary>
internal sealed class CollectionCatalogue(QdrantServer server, QdrantSettings settings, TimeProvider clock)
{
    private const int Conflict = 409;

    private static readonly TimeSpan LongestRest = TimeSpan.FromMilliseconds(200);

    private readonly ServerNames _names = new(settings.Prefix);
    private volatile bool _isPrepared;

    /// <summary>Finds a collection; null where there is none of that name.</summary>
    public async Task<CatalogueEntry?> FindAsync(TenantId tenant, string name, CancellationToken cancellationToken)
    {
        CatalogueEntry? entry = Present(await EntriesAsync(tenant, name, cancellationToken));
        return entry is not null && await ExistsAsync(entry.Collection, cancellationToken) ? await IndexedAsync(entry, cancellationToken) : null;
    }

    /// <summary>Makes a collection, or finds the one that is there.</summary>
    public async Task<CatalogueEntry> CreateAsync(TenantId tenant, string name, CollectionSchema schema, CancellationToken cancellationToken)
    {
        (int awaited, long since) = (0, 0L);
        while (true)
        {
            IReadOnlyList<CatalogueEntry> entries = await EntriesAsync(tenant, name, cancellationToken);
            if (Present(entries) is { } there)
            {
                if (await ExistsAsync(there.Collection, cancellationToken))
                    return await IndexedAsync(there, cancellationToken);
                // It went without us: the next takes its place.
                await MarkAsync(there, "deleted", cancellationToken);
            }
            int generation = entries.Select(entry => entry.Generation).DefaultIfEmpty(0).Max() + 1;
            CatalogueEntry made = new(generation, _names.Of(tenant, name, generation), schema, IsIndexed: false, IsDeleted: false);
            if (await MakeAsync(made, cancellationToken))
            {
                await ListAsync(tenant, name, made, cancellationToken);
                await ForgetAsync(entries.Where(entry => entry.Generation < generation), cancellationToken);
                return await IndexedAsync(made, cancellationToken);
            }
            if (generation != awaited)
                (awaited, since) = (generation, TimeProvider.System.GetTimestamp());
            // Who made it lists it with its next call. Where that has ended what it left behind is made anew.
            if (TimeProvider.System.GetElapsedTime(since) > server.LongestCall)
            {
                await DropUnlistedAsync(tenant, name, made, cancellationToken);
                awaited = 0;
            }
            else
            {
                await Task.Delay(LongestRest * Random.Shared.NextDouble(), TimeProvider.System, cancellationToken);
            }
        }
    }

    /// <summary>Deletes a collection with all that is in it; its name on the server, or null where there was none.</summary>
    public async Task<string?> DeleteAsync(TenantId tenant, string name, CancellationToken cancellationToken)
    {
        IReadOnlyList<CatalogueEntry> entries = await EntriesAsync(tenant, name, cancellationToken);
        CatalogueEntry? entry = Present(entries);
        bool existed = entry is not null && await ExistsAsync(entry.Collection, cancellationToken);
        if (entry is not null)
            await MarkAsync(entry, "deleted", cancellationToken);
        // One that was marked by whoever did not come to this is dropped as well.
        foreach (CatalogueEntry any in entries)
            await DropAsync(any.Collection, cancellationToken);
        return existed ? entry!.Collection : null;
    }

    /// <summary>The names of a tenant's collections, in ordinal order.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        SortedSet<string> names = new(StringComparer.Ordinal);
        await foreach (JsonElement payload in PayloadsAsync(
            writer =>
            {
                Matches(writer, "tenant", tenant.Value);
            },
            cancellationToken))
        {
            if (!Flag(payload, "deleted"))
                names.Add(Text(payload, "name"));
        }
        return [.. names];
    }

    /// <summary>Whether the server has a collection.</summary>
    public async Task<bool> ExistsAsync(string collection, CancellationToken cancellationToken) =>
        await server.ReadAsync(HttpMethod.Get, $"{QdrantServer.Collection(collection)}/exists", body: null, result => result.GetProperty("exists"u8).GetBoolean(), cancellationToken)
            is { Result: true };

    private static CatalogueEntry? Present(IReadOnlyList<CatalogueEntry> entries) => entries.Where(entry => !entry.IsDeleted).MaxBy(entry => entry.Generation);

    private async Task<IReadOnlyList<CatalogueEntry>> EntriesAsync(TenantId tenant, string name, CancellationToken cancellationToken)
    {
        List<CatalogueEntry> entries = [];
        await foreach (JsonElement payload in PayloadsAsync(
            writer =>
            {
                Matches(writer, "tenant", tenant.Value);
                Matches(writer, "name", name);
            },
            cancellationToken))
        {
            entries.Add(new CatalogueEntry(
                payload.GetProperty("generation"u8).GetInt32(),
                Text(payload, "collection"),
                SchemaDocument.Read(Text(payload, "schema")),
                Flag(payload, "indexed"),
                Flag(payload, "deleted")));
        }
        return entries;
    }

    private async IAsyncEnumerable<JsonElement> PayloadsAsync(
        Action<Utf8JsonWriter> conditions, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        const int AtOnce = 1_000;
        JsonElement? offset = null;
        do
        {
            (JsonElement[] payloads, offset) = await InCatalogueAsync(
                () => server.ReadAsync(
                    HttpMethod.Post,
                    $"{QdrantServer.Collection(_names.Catalogue)}/points/scroll",
                    writer =>
                    {
                        writer.WriteStartObject();
                        writer.WriteNumber("limit"u8, AtOnce);
                        if (offset is { } from)
                        {
                            writer.WritePropertyName("offset"u8);
                            from.WriteTo(writer);
                        }
                        writer.WriteBoolean("with_payload"u8, true);
                        writer.WriteStartObject("filter"u8);
                        writer.WriteStartArray("must"u8);
                        conditions(writer);
                        writer.WriteEndArray();
                        writer.WriteEndObject();
                        writer.WriteEndObject();
                    },
                    result => (
                        result.GetProperty("points"u8).EnumerateArray().Select(Checked).ToArray(),
                        result.TryGetProperty("next_page_offset"u8, out JsonElement next) && next.ValueKind != JsonValueKind.Null ? next : (JsonElement?)null),
                    cancellationToken),
                cancellationToken);
            foreach (JsonElement payload in payloads)
                yield return payload;
        }
        while (offset is not null);
    }

    // Within the call, so that what is no entry of ours is told as what the server answered.
    private static JsonElement Checked(JsonElement point)
    {
        JsonElement payload = point.GetProperty("payload"u8);
        _ = payload.GetProperty("generation"u8).GetInt32();
        foreach (string text in (string[])["tenant", "name", "collection", "schema"])
            _ = Text(payload, text);
        return payload;
    }

    private async Task<bool> MakeAsync(CatalogueEntry made, CancellationToken cancellationToken) => await server.AskAsync(
        new JsonCall(HttpMethod.Put, QdrantServer.Collection(made.Collection))
        {
            Body = writer => CollectionDefinition.Write(writer, made.Schema, settings),
            Expected = [Conflict],
        },
        answer => answer.Status != Conflict,
        cancellationToken);

    // Read again directly before: what is listed by now belongs to whoever made it.
    private async Task DropUnlistedAsync(TenantId tenant, string name, CatalogueEntry made, CancellationToken cancellationToken)
    {
        if ((await EntriesAsync(tenant, name, cancellationToken)).All(entry => entry.Generation < made.Generation))
            await DropAsync(made.Collection, cancellationToken);
    }

    private Task<bool> DropAsync(string collection, CancellationToken cancellationToken) => server.AskAsync(
        new JsonCall(HttpMethod.Delete, QdrantServer.Collection(collection)) { Expected = [404] },
        answer => answer.Status != 404 && answer.Body.GetProperty("result"u8).GetBoolean(),
        cancellationToken);

    private async Task ListAsync(TenantId tenant, string name, CatalogueEntry made, CancellationToken cancellationToken) => await InCatalogueAsync(
        () => server.WriteAsync(
            HttpMethod.Put,
            $"{QdrantServer.Collection(_names.Catalogue)}/points",
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteStartArray("points"u8);
                writer.WriteStartObject();
                writer.WriteString("id"u8, PointId.Of(made.Collection));
                writer.WriteStartObject("vector"u8);
                writer.WriteEndObject();
                writer.WriteStartObject("payload"u8);
                writer.WriteString("tenant"u8, tenant.Value);
                writer.WriteString("name"u8, name);
                writer.WriteNumber("generation"u8, made.Generation);
                writer.WriteString("collection"u8, made.Collection);
                writer.WriteString("schema"u8, SchemaDocument.Write(made.Schema));
                writer.WriteString("created_at"u8, clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture));
                writer.WriteEndObject();
                writer.WriteEndObject();
                writer.WriteEndArray();
                writer.WriteEndObject();
            },
            Completed,
            cancellationToken),
        cancellationToken);

    // The indexes come after the entry: whoever opens it meanwhile finds the same, more slowly. Where the maker did not come to the end of them
    // the next one does.
    private async Task<CatalogueEntry> IndexedAsync(CatalogueEntry entry, CancellationToken cancellationToken)
    {
        if (entry.IsIndexed)
            return entry;
        foreach ((string path, string type) in CollectionDefinition.Indexes(entry.Schema))
        {
            if (await IndexAsync(entry.Collection, path, type, cancellationToken) is null)
                return entry;
        }
        await MarkAsync(entry, "indexed", cancellationToken);
        return entry with { IsIndexed = true };
    }

    private Task<Found<bool>?> IndexAsync(string collection, string path, string type, CancellationToken cancellationToken) => server.WriteAsync(
        HttpMethod.Put,
        $"{QdrantServer.Collection(collection)}/index",
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("field_name"u8, path);
            writer.WriteString("field_schema"u8, type);
            writer.WriteEndObject();
        },
        Completed,
        cancellationToken);

    private async Task MarkAsync(CatalogueEntry entry, string flag, CancellationToken cancellationToken) => await InCatalogueAsync(
        () => server.WriteAsync(
            HttpMethod.Post,
            $"{QdrantServer.Collection(_names.Catalogue)}/points/payload",
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteStartObject("payload"u8);
                writer.WriteBoolean(flag, true);
                writer.WriteEndObject();
                WriteSelector(writer, [entry]);
                writer.WriteEndObject();
            },
            Completed,
            cancellationToken),
        cancellationToken);

    private async Task ForgetAsync(IEnumerable<CatalogueEntry> entries, CancellationToken cancellationToken)
    {
        CatalogueEntry[] old = [.. entries];
        if (old.Length == 0)
            return;
        await InCatalogueAsync(
            () => server.WriteAsync(
                HttpMethod.Post,
                $"{QdrantServer.Collection(_names.Catalogue)}/points/delete",
                writer =>
                {
                    writer.WriteStartObject();
                    WriteSelector(writer, old);
                    writer.WriteEndObject();
                },
                Completed,
                cancellationToken),
            cancellationToken);
    }

    // By a filter, as one by ids is refused where one of them is gone.
    private static void WriteSelector(Utf8JsonWriter writer, IEnumerable<CatalogueEntry> entries)
    {
        writer.WriteStartObject("filter"u8);
        writer.WriteStartArray("must"u8);
        writer.WriteStartObject();
        writer.WriteStartArray("has_id"u8);
        foreach (CatalogueEntry entry in entries)
            writer.WriteStringValue(PointId.Of(entry.Collection));
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Makes the catalogue with its first use, and again where someone emptied the server.</summary>
    private async Task<T> InCatalogueAsync<T>(Func<Task<Found<T>?>> call, CancellationToken cancellationToken)
    {
        if (!_isPrepared)
            await PrepareAsync(cancellationToken);
        if (await call() is { } found)
            return found.Result;
        await PrepareAsync(cancellationToken);
        return (await call() ?? throw new StorageException(
            server.Name, $"loses its collection {_names.Catalogue} while it is used", "Look for what deletes it")).Result;
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await server.AskAsync(
            new JsonCall(HttpMethod.Put, QdrantServer.Collection(_names.Catalogue))
            {
                Body = writer => CollectionDefinition.WriteCatalogue(writer, settings),
                Expected = [Conflict],
            },
            answer => answer.Status,
            cancellationToken);
        foreach (string path in (string[])["tenant", "name"])
            await IndexAsync(_names.Catalogue, path, "keyword", cancellationToken);
        _isPrepared = true;
    }

    private static void Matches(Utf8JsonWriter writer, string key, string value)
    {
        writer.WriteStartObject();
        writer.WriteString("key"u8, key);
        writer.WriteStartObject("match"u8);
        writer.WriteString("value"u8, value);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static string Text(JsonElement payload, string name) => payload.GetProperty(name).GetString() ?? throw new FormatException($"{name} is null");

    private static bool Flag(JsonElement payload, string name) => payload.TryGetProperty(name, out JsonElement flag) && flag.ValueKind == JsonValueKind.True;

    private static bool Completed(JsonElement result) => result.ValueKind == JsonValueKind.Object;
}
