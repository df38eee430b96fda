using System.Globalization;
using System.Text;
using System.Text.Json;
using Perto.Platform;
using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Pinecone;

/// <summary>A namespace of an index: what can be asked of it, each a request. All may be repeated.</summary>
internal sealed class IndexNamespace
{
    /// <summary>Most hits of a query.</summary>
    public const int MostHits = 10_000;

    /// <summary>Most ids of a page.</summary>
    public const int IdsOfPage = 100;

    private const int NotFound = 404;
    private const int MostBytesOfWrite = 2_000_000;
    private const int MostDeleted = 1_000;

    // Servers and proxies on the way take addresses of 8 KB.
    private const int LongestAddress = 6_000;

    private readonly PineconeService _service;
    private readonly string _root;
    private readonly string _name;
    private readonly int _dimension;
    private readonly Freshness _freshness;
    private readonly IndexDescription _index;
    private readonly CollectionCatalogue _catalogue;

    public IndexNamespace(PineconeService service, IndexDescription index, string name, Freshness freshness, CollectionCatalogue catalogue)
    {
        _service = service;
        _index = index;
        _catalogue = catalogue;
        _root = RootOf(service.Settings, index);
        _name = name;
        _dimension = index.Dimension;
        _freshness = freshness;
    }

    private PineconeSettings Settings => _service.Settings;

    /// <summary>Writes records that are JSON already, as many in a request as the service takes.</summary>
    public Task UpsertAsync(IReadOnlyList<byte[]> records, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        Batches(records),
        new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancellationToken },
        async (batch, stop) => await WriteAsync("vectors/upsert", writer =>
        {
            writer.WriteStartArray("vectors");
            foreach (byte[] record in batch)
                writer.WriteRawValue(record, skipInputValidation: true);
            writer.WriteEndArray();
        }, stop));

    /// <summary>Reads records by the ids that the service has; those that are not there are left out.</summary>
    public async Task<List<T>> FetchAsync<T>(IEnumerable<string> ids, Func<JsonElement, T> read, CancellationToken cancellationToken)
    {
        List<T> records = [];
        foreach (string address in FetchAddresses(ids))
        {
            records.AddRange(await SendAsync(
                new JsonCall(HttpMethod.Get, address),
                answer => Records(answer.Body, read),
                cancellationToken));
        }
        return records;
    }

    /// <summary>A page of ids; <see langword="null"/> where <paramref name="token"/> is none that the service knows.</summary>
    public Task<IdPage?> ListAsync(string? prefix, string? token, int limit, CancellationToken cancellationToken)
    {
        string address = $"{_root}vectors/list?namespace={Uri.EscapeDataString(_name)}&limit={limit}"
            + (prefix is null ? "" : $"&prefix={Uri.EscapeDataString(prefix)}")
            + (token is null ? "" : $"&paginationToken={Uri.EscapeDataString(token)}");
        return SendAsync(
            new JsonCall(HttpMethod.Get, address) { Expected = token is null ? [] : [400] },
            static answer => answer.Status == 400 ? null : new IdPage(
                [.. answer.Body.TryGetProperty("vectors", out JsonElement ids) ? ids.EnumerateArray().Select(static id => Text(id, "id")) : []],
                NextOf(answer.Body)),
            cancellationToken);
    }

    /// <summary>The records nearest to a vector.</summary>
    /// <param name="vector">Not all zeros.</param>
    /// <param name="most">Most hits, 1 to <see cref="MostHits"/>.</param>
    /// <param name="condition">Which records; neither all nor none.</param>
    /// <param name="values">Whether records carry their vectors.</param>
    /// <param name="read">Reads the record of a hit; <see langword="null"/> for ids and scores alone.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Best first; <see langword="null"/> where the records of the hits are more than the service answers with.</returns>
    public Task<IReadOnlyList<QueryMatch>?> QueryAsync(
        ReadOnlyMemory<float> vector, int most, Condition condition, bool values, Func<JsonElement, VectorRecord>? read, CancellationToken cancellationToken) => SendAsync(
        Call("query", writer =>
        {
            writer.WriteNumber("topK", most);
            RecordWriter.WriteValues(writer, vector.Span, "vector");
            WriteFilter(writer, condition);
            writer.WriteBoolean("includeValues", values);
            writer.WriteBoolean("includeMetadata", read is not null);
        }) with
        {
            Expected = read is null ? [] : [400, 413],
        },
        answer => answer.Status is 400 or 413 ? null : Matches(answer.Body, read),
        cancellationToken);

    /// <summary>Reads a page of the records that match, with their vectors, in any order.</summary>
    /// <returns>The records, and what asks for the next page.</returns>
    public Task<(List<T> Records, string? Next)> FetchAsync<T>(
        Condition condition, int limit, string? token, Func<JsonElement, T> read, CancellationToken cancellationToken) => SendAsync(
        Call("vectors/fetch_by_metadata", writer =>
        {
            WriteFilter(writer, condition);
            writer.WriteNumber("limit", limit);
            if (token is not null)
                writer.WriteString("paginationToken", token);
        }),
        answer => (Records(answer.Body, read), NextOf(answer.Body)),
        cancellationToken);

    /// <summary>How many records match.</summary>
    public Task<long> CountAsync(Condition condition, CancellationToken cancellationToken) => SendAsync(
        Call("vectors/update", writer =>
        {
            WriteFilter(writer, condition);
            writer.WriteStartObject("setMetadata");
            writer.WriteEndObject();
            writer.WriteBoolean("dryRun", true);
        }),
        static answer => answer.Body.TryGetProperty("matchedRecords", out JsonElement matched) ? matched.GetInt64() : 0,
        cancellationToken);

    /// <summary>Sets metadata of a record and leaves the rest.</summary>
    public Task UpdateAsync(string id, Action<Utf8JsonWriter> metadata, CancellationToken cancellationToken) => WriteAsync("vectors/update", writer =>
    {
        writer.WriteString("id", id);
        writer.WriteStartObject("setMetadata");
        metadata(writer);
        writer.WriteEndObject();
    }, cancellationToken);

    /// <summary>Deletes records by the ids that the service has.</summary>
    public async Task DeleteAsync(IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        foreach (string[] some in ids.Chunk(MostDeleted))
        {
            await WriteAsync("vectors/delete", writer =>
            {
                writer.WriteStartArray("ids");
                foreach (string id in some)
                    writer.WriteStringValue(id);
                writer.WriteEndArray();
            }, cancellationToken);
        }
    }

    /// <summary>Deletes the records that match.</summary>
    public Task DeleteAsync(Condition condition, CancellationToken cancellationToken) =>
        WriteAsync("vectors/delete", writer => WriteFilter(writer, condition), cancellationToken);

    /// <summary>Deletes everything, the namespace as well.</summary>
    public async Task ClearAsync(CancellationToken cancellationToken)
    {
        await WriteAsync("vectors/delete", static writer => writer.WriteBoolean("deleteAll", true), cancellationToken);
        if (Settings.Freshness is not PineconeFreshness.None)
            await CatchUpAsync(cancellationToken);
        _freshness.Restart();
    }

    /// <summary>How many records there are, expired ones among them.</summary>
    public Task<long> SizeAsync(CancellationToken cancellationToken) => SendAsync(
        new JsonCall(HttpMethod.Get, $"{_root}namespaces/{Uri.EscapeDataString(_name)}") { Expected = [404] },
        static answer => answer.Status == 404 || !answer.Body.TryGetProperty("record_count", out JsonElement count) ? 0 : count.ValueKind is JsonValueKind.String
            ? long.Parse(count.GetString()!, CultureInfo.InvariantCulture)
            : count.GetInt64(),
        cancellationToken);

    /// <summary>After writes: waits until they are shown, where writes are to wait.</summary>
    public Task WrittenAsync(CancellationToken cancellationToken) =>
        Settings.Freshness is PineconeFreshness.Written ? CatchUpAsync(cancellationToken) : Task.CompletedTask;

    /// <summary>Before a read: waits until the writes of this process are shown, where reads are to wait.</summary>
    public Task BeforeReadAsync(CancellationToken cancellationToken) =>
        Settings.Freshness is PineconeFreshness.Own ? CatchUpAsync(cancellationToken) : Task.CompletedTask;

    /// <summary>Waits until the writes of this process are shown, whatever the settings.</summary>
    public Task CatchUpAsync(CancellationToken cancellationToken) => _freshness.CatchUpAsync(
        () => SendAsync(
            Call("query", writer =>
            {
                writer.WriteNumber("topK", 1);
                RecordWriter.WriteValues(writer, StoredVector.Any(_dimension), "vector");
                writer.WriteBoolean("includeValues", false);
                writer.WriteBoolean("includeMetadata", false);
            }),
            static answer => PineconeService.Number(answer, "x-pinecone-max-indexed-lsn"),
            cancellationToken),
        _service.Name,
        Settings.FreshnessTimeout,
        cancellationToken);

    private static string RootOf(PineconeSettings settings, IndexDescription index)
    {
        string root = index.Host.Contains("://", StringComparison.Ordinal) ? index.Host : $"https://{index.Host}";
        // The key goes there: it must not leave by a less guarded way than it came.
        if (!Uri.TryCreate($"{root.TrimEnd('/')}/", UriKind.Absolute, out Uri? address) || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != settings.ControlUrl.Scheme))
            throw new StorageException($"Pinecone {index.Name}", $"is said to be at '{index.Host}', which is no https address", "Look at the index at Pinecone");
        return address.AbsoluteUri;
    }

    // An index may have been deleted, and made anew elsewhere: where it is not found the next call looks for it again.
    private async Task<T> SendAsync<T>(JsonCall call, Func<JsonAnswer, T> read, CancellationToken cancellationToken)
    {
        bool isGone = false;
        try
        {
            return await _service.SendAsync(
                call with { Expected = [.. call.Expected, NotFound] },
                answer =>
                {
                    isGone = answer.Status == NotFound && !call.Expected.Contains(NotFound);
                    return isGone ? throw Gone() : read(answer);
                },
                cancellationToken);
        }
        catch (StorageException failed) when (isGone || failed.InnerException is DependencyException { InnerException: HttpRequestException })
        {
            _catalogue.Forget(_index.Name, isGone);
            throw;
        }
    }

    private StorageException Gone() => new(
        $"Pinecone {_index.Name}", "answers with 404: the index is not there any more", "Open the collection again; where the index was deleted its collections are lost");

    // A namespace that is not there holds nothing: deleting from it is done.
    private async Task WriteAsync(string path, Action<Utf8JsonWriter> body, CancellationToken cancellationToken)
    {
        long? number = await SendAsync(
            Call(path, body) with { Expected = path == "vectors/delete" ? [404] : [] },
            static answer => PineconeService.Number(answer, "x-pinecone-request-lsn"),
            cancellationToken);
        _freshness.Wrote(number);
    }

    private JsonCall Call(string path, Action<Utf8JsonWriter> body) => new(HttpMethod.Post, _root + path)
    {
        Body = writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("namespace", _name);
            body(writer);
            writer.WriteEndObject();
        },
    };

    private static void WriteFilter(Utf8JsonWriter writer, Condition condition)
    {
        writer.WritePropertyName("filter");
        condition.Write(writer);
    }

    private IEnumerable<List<byte[]>> Batches(IReadOnlyList<byte[]> records)
    {
        List<byte[]> batch = [];
        int bytes = 0;
        foreach (byte[] record in records)
        {
            if (batch.Count == Settings.BatchSize || (batch.Count > 0 && bytes + record.Length > MostBytesOfWrite))
            {
                yield return batch;
                (batch, bytes) = ([], 0);
            }
            batch.Add(record);
            bytes += record.Length + 1;
        }
        if (batch.Count > 0)
            yield return batch;
    }

    private IEnumerable<string> FetchAddresses(IEnumerable<string> ids)
    {
        string begin = $"{_root}vectors/fetch?namespace={Uri.EscapeDataString(_name)}";
        StringBuilder address = new(begin);
        int count = 0;
        foreach (string id in ids)
        {
            string part = $"&ids={Uri.EscapeDataString(id)}";
            if (count > 0 && (count == IdsOfPage || address.Length + part.Length > LongestAddress))
            {
                yield return address.ToString();
                address.Clear().Append(begin);
                count = 0;
            }
            address.Append(part);
            count++;
        }
        if (count > 0)
            yield return address.ToString();
    }

    private static List<T> Records<T>(JsonElement answer, Func<JsonElement, T> read) =>
        [.. answer.TryGetProperty("vectors", out JsonElement vectors) ? vectors.EnumerateObject().Select(vector => read(vector.Value)) : []];

    private static IReadOnlyList<QueryMatch> Matches(JsonElement answer, Func<JsonElement, VectorRecord>? read)
    {
        List<QueryMatch> matches = [];
        foreach (JsonElement match in answer.GetProperty("matches").EnumerateArray())
        {
            // A score of 0 may be left out.
            double score = match.TryGetProperty("score", out JsonElement given) ? given.GetDouble() : 0;
            if (!double.IsFinite(score))
                throw new FormatException("a score is no number");
            matches.Add(new QueryMatch(Text(match, "id"), score, read?.Invoke(match)));
        }
        return matches;
    }

    private static string? NextOf(JsonElement answer) =>
        answer.TryGetProperty("pagination", out JsonElement pagination) && pagination.ValueKind is JsonValueKind.Object
        && pagination.TryGetProperty("next", out JsonElement next) && next.GetString() is { Length: > 0 } token
            ? token
            : null;

    private static string Text(JsonElement parent, string name) => parent.GetProperty(name).GetString() ?? throw new FormatException($"there is no text '{name}'");
}
