using System.Runtime.CompilerServices;
using System.Text.Json;
using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Qdrant;

/// <summary>The calls about the points of one collection.</summary>
/// <param name="server">The server.</param>
/// <param name="collection">Its name on the server.</param>
/// <param name="name">Its name for us.</param>
/// <param name="schema">Its fields.</param>
internal sealed class PointCalls(QdrantServer server, string collection, string name, CollectionSchema schema)
{
    private const int MostIds = 1_000;

    // Vectors of 4,096 dimensions are some 50 KiB each as text.
    private const int PointsOfPage = 1_000;
    private const int PointsOfPageWithVectors = 250;

    private readonly RecordForm _form = new(schema);
    private readonly string _path = QdrantServer.Collection(collection);

    /// <summary>Writes records, so many in a request. Those of requests before one that fails are kept.</summary>
    public async Task UpsertAsync(IEnumerable<VectorRecord> records, int atOnce, CancellationToken cancellationToken)
    {
        foreach (IReadOnlyList<ReadOnlyMemory<byte>> batch in JsonBatches.Of(records, atOnce, _form.Write))
        {
            await WriteAsync(
                HttpMethod.Put,
                "points",
                writer =>
                {
                    writer.WriteStartObject();
                    JsonBatches.WriteList(writer, "points", batch);
                    writer.WriteEndObject();
                },
                cancellationToken);
        }
    }

    /// <summary>Reads records that have not expired by now, by their ids.</summary>
    public async Task<Dictionary<string, VectorRecord>> GetAsync(
        IReadOnlyCollection<string> ids, bool includeVectors, long now, CancellationToken cancellationToken)
    {
        Dictionary<string, VectorRecord> records = new(ids.Count, StringComparer.Ordinal);
        HashSet<string> asked = new(ids, StringComparer.Ordinal);
        foreach (string[] some in asked.Chunk(includeVectors ? PointsOfPageWithVectors : PointsOfPage))
        {
            VectorRecord[] read = await ReadAsync(
                "points",
                writer =>
                {
                    writer.WriteStartObject();
                    WriteIds(writer, "ids", some);
                    writer.WriteBoolean("with_payload"u8, true);
                    writer.WriteBoolean("with_vector"u8, includeVectors);
                    writer.WriteEndObject();
                },
                result => result.EnumerateArray().Select(_form.Read).ToArray(),
                cancellationToken);
            // One of another id has the same hash: it is not the one that was asked for.
            foreach (VectorRecord record in read.Where(record => asked.Contains(record.Id) && IsThere(record, now)))
                records[record.Id] = record;
        }
        return records;
    }

    /// <summary>Counts records that match.</summary>
    public Task<long> CountAsync(Filter? filter, long now, Action<FilterForm>? further, CancellationToken cancellationToken) =>
        CountAsync(form => form.Write(filter, now, further), cancellationToken);

    /// <summary>Counts records that have expired and are still there.</summary>
    public Task<long> CountExpiredAsync(long now, CancellationToken cancellationToken) => CountAsync(form => form.WriteExpired(now), cancellationToken);

    /// <summary>Counts those of some records that are there.</summary>
    public async Task<long> CountAsync(IEnumerable<string> ids, long now, CancellationToken cancellationToken)
    {
        long count = 0;
        foreach (string[] some in ids.Distinct(StringComparer.Ordinal).Chunk(MostIds))
            count += await CountAsync(filter: null, now, form => form.HasId(some), cancellationToken);
        return count;
    }

    /// <summary>Deletes records by their ids.</summary>
    public async Task DeleteAsync(IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        foreach (string[] some in ids.Distinct(StringComparer.Ordinal).Chunk(MostIds))
        {
            await WriteAsync(
                HttpMethod.Post,
                "points/delete",
                writer =>
                {
                    writer.WriteStartObject();
                    WriteIds(writer, "points", some);
                    writer.WriteEndObject();
                },
                cancellationToken);
        }
    }

    /// <summary>Deletes what a filter matches.</summary>
    public Task DeleteAsync(Action<FilterForm> filter, CancellationToken cancellationToken) => WriteAsync(
        HttpMethod.Post,
        "points/delete",
        writer =>
        {
            writer.WriteStartObject();
            WriteFilter(writer, filter);
            writer.WriteEndObject();
        },
        cancellationToken);

    /// <summary>Sets payload of what a filter matches.</summary>
    public Task SetPayloadAsync(VectorPatch patch, Action<FilterForm> filter, CancellationToken cancellationToken) => WriteAsync(
        HttpMethod.Post, "points/payload", writer => WriteSetPayload(writer, patch, filter), cancellationToken);

    /// <summary>Changes a record in one request; <see langword="false"/> where it is not there any more.</summary>
    public async Task<bool> UpdateAsync(string id, VectorPatch patch, long now, CancellationToken cancellationToken)
    {
        Found<bool>? changed = await server.WriteAsync(
            HttpMethod.Post,
            $"{_path}/points/batch",
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteStartArray("operations"u8);
                WriteVectors(writer, id, patch);
                writer.WriteStartObject();
                writer.WritePropertyName("set_payload"u8);
                WriteSetPayload(writer, patch, form => form.Write(filter: null, now, further => further.HasId([id])));
                writer.WriteEndObject();
                writer.WriteEndArray();
                writer.WriteEndObject();
            },
            result => result.ValueKind == JsonValueKind.Array,
            cancellationToken);
        if (changed is null)
            await RequireAsync(cancellationToken);
        return changed is not null;
    }

    /// <summary>Reads a page of records.</summary>
    /// <param name="filter">Which; all, if <see langword="null"/>.</param>
    /// <param name="now">Those that have expired by then are left out.</param>
    /// <param name="further">Writes further conditions.</param>
    /// <param name="limit">Most of them; a page has no more than a request should carry.</param>
    /// <param name="from">The point that it begins with, also where that is gone; the first, if <see langword="null"/>.</param>
    /// <param name="includeVectors">Whether they carry their vectors.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The records, and the point that the next page begins with.</returns>
    public Task<(VectorRecord[] Records, string? Next)> PageAsync(
        Filter? filter, long now, Action<FilterForm>? further, int limit, string? from, bool includeVectors, CancellationToken cancellationToken) => ReadAsync(
        "points/scroll",
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("limit"u8, Math.Min(limit, includeVectors ? PointsOfPageWithVectors : PointsOfPage));
            if (from is not null)
                writer.WriteString("offset"u8, from);
            WriteFilter(writer, form => form.Write(filter, now, further));
            writer.WriteBoolean("with_payload"u8, true);
            writer.WriteBoolean("with_vector"u8, includeVectors);
            writer.WriteEndObject();
        },
        result => (
            result.GetProperty("points"u8).EnumerateArray().Select(_form.Read).ToArray(),
            result.TryGetProperty("next_page_offset"u8, out JsonElement next) ? next.GetString() : null),
        cancellationToken);

    /// <summary>Reads records with their vectors, page by page.</summary>
    public async IAsyncEnumerable<VectorRecord> ScrollAsync(
        Filter? filter, long now, Action<FilterForm> further, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? from = null;
        do
        {
            (VectorRecord[] records, from) = await PageAsync(filter, now, further, int.MaxValue, from, includeVectors: true, cancellationToken);
            foreach (VectorRecord record in records)
                yield return record;
        }
        while (from is not null);
    }

    /// <summary>Up to so many ids of records that have expired.</summary>
    public Task<string[]> ExpiredAsync(long now, int most, CancellationToken cancellationToken) => ReadAsync(
        "points/scroll",
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("limit"u8, most);
            WriteFilter(writer, form => form.WriteExpired(now));
            writer.WriteStartArray("with_payload"u8);
            writer.WriteStringValue(Keys.Path(Keys.Id));
            writer.WriteEndArray();
            writer.WriteEndObject();
        },
        result => result.GetProperty("points"u8).EnumerateArray().Select(point => RecordForm.Id(point.GetProperty("payload"u8))).ToArray(),
        cancellationToken);

    /// <summary>Searches; gives an answer for each.</summary>
    public Task<JsonElement[]> SearchAsync(IReadOnlyList<ReadOnlyMemory<byte>> searches, CancellationToken cancellationToken) => ReadAsync(
        "points/query/batch",
        writer =>
        {
            writer.WriteStartObject();
            JsonBatches.WriteList(writer, "searches", searches);
            writer.WriteEndObject();
        },
        result => result.EnumerateArray().ToArray() is { } answers && answers.Length == searches.Count
            ? answers
            : throw new FormatException($"{result.GetArrayLength()} answers came to {searches.Count} searches"),
        cancellationToken);

    /// <summary>What the server says of the collection.</summary>
    public Task<T> DescribeAsync<T>(Func<JsonElement, T> read, CancellationToken cancellationToken) => ReadAsync(HttpMethod.Get, "", body: null, read, cancellationToken);

    /// <summary>Reads what came in an answer.</summary>
    /// <exception cref="StorageException">It has another form than was asked for.</exception>
    public T Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception other) when (other is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new StorageException(
                server.Name, $"answers in a form that is not known: {other.Message.TrimEnd('.')}", "Check that its address is right, and that its version is one that is supported", other);
        }
    }

    /// <summary>Nothing, where the collection is there.</summary>
    /// <exception cref="VectorStoreException">It was deleted.</exception>
    public async Task RequireAsync(CancellationToken cancellationToken)
    {
        Found<bool>? exists = await server.ReadAsync(HttpMethod.Get, $"{_path}/exists", body: null, result => result.GetProperty("exists"u8).GetBoolean(), cancellationToken);
        if (exists is not { Result: true })
            throw Deleted();
    }

    private Task<long> CountAsync(Action<FilterForm> filter, CancellationToken cancellationToken) => ReadAsync(
        "points/count",
        writer =>
        {
            writer.WriteStartObject();
            WriteFilter(writer, filter);
            writer.WriteBoolean("exact"u8, true);
            writer.WriteEndObject();
        },
        result => result.GetProperty("count"u8).GetInt64(),
        cancellationToken);

    private Task<T> ReadAsync<T>(string path, Action<Utf8JsonWriter> body, Func<JsonElement, T> read, CancellationToken cancellationToken) =>
        ReadAsync(HttpMethod.Post, $"/{path}", body, read, cancellationToken);

    private async Task<T> ReadAsync<T>(HttpMethod method, string path, Action<Utf8JsonWriter>? body, Func<JsonElement, T> read, CancellationToken cancellationToken) =>
        await server.ReadAsync(method, $"{_path}{path}", body, read, cancellationToken) is { } found ? found.Result : throw Deleted();

    private async Task WriteAsync(HttpMethod method, string path, Action<Utf8JsonWriter> body, CancellationToken cancellationToken) =>
        _ = await server.WriteAsync(method, $"{_path}/{path}", body, result => result.GetProperty("status"u8).GetString(), cancellationToken) ?? throw Deleted();

    private VectorStoreException Deleted() => new("collection", name, "one that exists; this one was deleted");

    private void WriteFilter(Utf8JsonWriter writer, Action<FilterForm> filter)
    {
        writer.WritePropertyName("filter"u8);
        filter(new FilterForm(schema, writer));
    }

    private void WriteSetPayload(Utf8JsonWriter writer, VectorPatch patch, Action<FilterForm> filter)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("payload"u8);
        _form.WritePatch(writer, patch);
        WriteFilter(writer, filter);
        writer.WriteEndObject();
    }

    private void WriteVectors(Utf8JsonWriter writer, string id, VectorPatch patch)
    {
        if (patch.Vectors.Any(vector => vector.Value is not null))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("update_vectors"u8);
            writer.WriteStartArray("points"u8);
            writer.WriteStartObject();
            writer.WriteString("id"u8, PointId.Of(id));
            writer.WritePropertyName("vector"u8);
            _form.WriteVectors(writer, patch.Vectors);
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        if (patch.Vectors.Any(vector => vector.Value is null))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("delete_vectors"u8);
            WriteIds(writer, "points", [id]);
            writer.WriteStartArray("vector"u8);
            foreach ((string vector, _) in patch.Vectors.Where(vector => vector.Value is null))
                writer.WriteStringValue(vector);
            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
    }

    private static void WriteIds(Utf8JsonWriter writer, string member, IEnumerable<string> ids)
    {
        writer.WriteStartArray(member);
        foreach (string id in ids)
            writer.WriteStringValue(PointId.Of(id));
        writer.WriteEndArray();
    }

    private static bool IsThere(VectorRecord record, long now) => record.ExpiresAt is not { } expires || PayloadValue.UnixMicroseconds(expires) > now;
}
