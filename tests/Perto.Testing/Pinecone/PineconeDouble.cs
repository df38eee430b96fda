using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Perto.Testing;

/// <summary>
/// Stands for Pinecone: its REST interface for serverless indexes, of the service that knows the indexes and of the indexes themselves, with the refusals
/// and limits that the vendor documents. Searches are exact; of equal scores the greater ids come first, as the vendor promises no order.
/// </summary>
/// <remarks><c>Perto.Pinecone.Tests</c> lets the vendor's own client use it, which is how its form is checked.</remarks>
public sealed class PineconeDouble : IAsyncDisposable
{
    private const int MostBytesOfWrite = 2 * 1024 * 1024;
    private const int MostBytesOfAnswer = 4 * 1024 * 1024;
    private const int MostRecordsOfWrite = 1_000;
    private const int MostIds = 1_000;
    private const int MostHits = 10_000;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, PineconeIndex> _indexes = new(StringComparer.Ordinal);
    private HttpDouble _http = null!;

    private PineconeDouble(string apiKey) => ApiKey = apiKey;

    /// <summary>The one key that it takes.</summary>
    public string ApiKey { get; }

    /// <summary>Where it listens.</summary>
    public Uri Address => _http.Address;

    /// <summary>How it misbehaves.</summary>
    public Faults Faults => _http.Faults;

    /// <summary>What it got, in order.</summary>
    public IReadOnlyList<ReceivedRequest> Requests => _http.Requests;

    /// <summary>After how many queries of a namespace its last writes are shown.</summary>
    public int Lag { get; set; }

    /// <summary>How often a new index is described before it is ready.</summary>
    public int ReadyIn { get; set; }

    /// <summary>Whether <c>$ne</c> and <c>$nin</c> match records without the field, of which the vendor does not say.</summary>
    public bool NegationsMatchMissing { get; set; } = true;

    /// <summary>The names of its indexes.</summary>
    public IReadOnlyList<string> Indexes
    {
        get
        {
            lock (_lock)
                return [.. _indexes.Keys];
        }
    }

    /// <summary>Starts one.</summary>
    /// <param name="apiKey">The key that it takes.</param>
    /// <param name="keepRequests">Whether <see cref="Requests"/> are kept: off for long runs.</param>
    public static async Task<PineconeDouble> StartAsync(string apiKey = "pcsk_double", bool keepRequests = true)
    {
        PineconeDouble started = new(apiKey);
        started._http = await HttpDouble.StartAsync(started.AnswerAsync, keepRequests);
        return started;
    }

    /// <summary>Forgets <see cref="Requests"/>.</summary>
    public void ForgetRequests() => _http.ForgetRequests();

    /// <summary>The namespaces of an index.</summary>
    public IReadOnlyList<string> Namespaces(string index)
    {
        lock (_lock)
            return [.. _indexes[index].Namespaces.Keys];
    }

    /// <summary>Makes an index, as someone would by hand.</summary>
    public void AddIndex(string name, int dimension, string metric)
    {
        lock (_lock)
            _indexes.Add(name, new PineconeIndex(name, dimension, metric, "aws", "us-east-1"));
    }

    /// <summary>Deletes an index with all that is in it, as someone would by hand.</summary>
    public void DropIndex(string name)
    {
        lock (_lock)
            _indexes.Remove(name);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _http.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        bool ofIndex = context.Request.Path.StartsWithSegments("/data", StringComparison.Ordinal);
        byte[] answer;
        try
        {
            if (context.Request.Headers["Api-Key"] != ApiKey)
                throw new PineconeRefusal(401, ofIndex ? "16" : "UNAUTHENTICATED", "Invalid API key");
            if (context.Request.Headers["X-Pinecone-Api-Version"].Count == 0)
                throw new PineconeRefusal(400, ofIndex ? "3" : "INVALID_ARGUMENT", "X-Pinecone-Api-Version is required");
            using JsonDocument? json = body.Length == 0 ? null : JsonDocument.Parse(body.ToArray());
            using MemoryStream written = new();
            using (Utf8JsonWriter writer = new(written))
            {
                lock (_lock)
                {
                    if (ofIndex)
                        AnswerOfIndex(context, json?.RootElement ?? default, body.Length, writer);
                    else
                        AnswerOfControl(context, json?.RootElement ?? default, writer);
                }
            }
            answer = written.ToArray();
        }
        catch (PineconeRefusal refusal)
        {
            context.Response.StatusCode = refusal.Status;
            answer = Refusal(refusal, ofIndex);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            context.Response.StatusCode = 400;
            answer = Refusal(new PineconeRefusal(400, ofIndex ? "3" : "INVALID_ARGUMENT", wrong.Message), ofIndex);
        }
        if (answer.Length == 0)
            return;
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(answer, context.RequestAborted);
    }

    private static byte[] Refusal(PineconeRefusal refusal, bool ofIndex) => ofIndex
        ? JsonSerializer.SerializeToUtf8Bytes(new { code = int.Parse(refusal.Code, CultureInfo.InvariantCulture), message = refusal.Message, details = Array.Empty<string>() })
        : JsonSerializer.SerializeToUtf8Bytes(new { error = new { code = refusal.Code, message = refusal.Message }, status = refusal.Status });

    private void AnswerOfControl(HttpContext context, JsonElement body, Utf8JsonWriter writer)
    {
        string[] path = (context.Request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        switch ((context.Request.Method, path))
        {
            case ("GET", ["indexes"]):
                writer.WriteStartObject();
                writer.WriteStartArray("indexes");
                foreach (PineconeIndex each in _indexes.Values)
                    Describe(writer, each);
                writer.WriteEndArray();
                writer.WriteEndObject();
                break;
            case ("POST", ["indexes"]):
                context.Response.StatusCode = 201;
                Describe(writer, Make(body));
                break;
            case ("GET", ["indexes", var name]):
                PineconeIndex index = Index(name);
                Describe(writer, index);
                index.ReadyIn = Math.Max(0, index.ReadyIn - 1);
                break;
            case ("DELETE", ["indexes", var name]):
                _indexes.Remove(Index(name).Name);
                context.Response.StatusCode = 202;
                break;
            default:
                throw new PineconeRefusal(404, "NOT_FOUND", "Not found");
        }
    }

    private PineconeIndex Index(string name) => _indexes.GetValueOrDefault(name) ?? throw new PineconeRefusal(404, "NOT_FOUND", $"Resource {name} not found");

    private PineconeIndex Make(JsonElement body)
    {
        string name = body.GetProperty("name").GetString()!;
        if (name.Length is 0 or > 45 || name.Any(c => c is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '-')) || name[0] == '-' || name[^1] == '-')
            throw new PineconeRefusal(400, "INVALID_ARGUMENT", "Name must consist of lower case alphanumeric characters or '-'");
        if (_indexes.ContainsKey(name))
            throw new PineconeRefusal(409, "ALREADY_EXISTS", "Resource already exists");
        int dimension = body.GetProperty("dimension").GetInt32();
        if (dimension is < 1 or > 20_000)
            throw new PineconeRefusal(400, "INVALID_ARGUMENT", "Dimension must be between 1 and 20000");
        string metric = body.TryGetProperty("metric", out JsonElement given) ? given.GetString()! : "cosine";
        if (metric is not ("cosine" or "dotproduct" or "euclidean"))
            throw new PineconeRefusal(400, "INVALID_ARGUMENT", "Metric must be cosine, dotproduct or euclidean");
        JsonElement place = body.GetProperty("spec").GetProperty("serverless");
        PineconeIndex made = new(name, dimension, metric, place.GetProperty("cloud").GetString()!, place.GetProperty("region").GetString()!) { ReadyIn = ReadyIn };
        _indexes.Add(name, made);
        return made;
    }

    private void Describe(Utf8JsonWriter writer, PineconeIndex index)
    {
        bool ready = index.ReadyIn == 0;
        writer.WriteStartObject();
        writer.WriteString("name", index.Name);
        writer.WriteString("vector_type", "dense");
        writer.WriteString("metric", index.Metric);
        writer.WriteNumber("dimension", index.Dimension);
        writer.WriteString("host", $"{Address.AbsoluteUri.TrimEnd('/')}/data/{index.Name}");
        writer.WriteString("deletion_protection", "disabled");
        writer.WriteStartObject("spec");
        writer.WriteStartObject("serverless");
        writer.WriteString("cloud", index.Cloud);
        writer.WriteString("region", index.Region);
        writer.WriteStartObject("read_capacity");
        writer.WriteString("mode", "OnDemand");
        writer.WriteStartObject("status");
        writer.WriteString("state", "Ready");
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteStartObject("status");
        writer.WriteBoolean("ready", ready);
        writer.WriteString("state", ready ? "Ready" : "Initializing");
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void AnswerOfIndex(HttpContext context, JsonElement body, long bytes, Utf8JsonWriter writer)
    {
        string[] path = (context.Request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        PineconeIndex index = _indexes.GetValueOrDefault(path.Length > 1 ? path[1] : "") ?? throw new PineconeRefusal(404, "5", "Index not found");
        string name = Name(body.ValueKind is JsonValueKind.Object && body.TryGetProperty("namespace", out JsonElement given) ? given.GetString() : context.Request.Query["namespace"].ToString());
        switch ((context.Request.Method, string.Join('/', path.Skip(2).Take(2))))
        {
            case ("POST", "vectors/upsert"):
                Upsert(context, index, name, body, bytes, writer);
                break;
            case ("GET", "vectors/fetch"):
                Fetch(context, index, name, writer);
                break;
            case ("POST", "vectors/fetch_by_metadata"):
                FetchMatching(context, index, name, body, writer);
                break;
            case ("GET", "vectors/list"):
                List(context, index, name, writer);
                break;
            case ("POST", "vectors/update"):
                Update(context, index, name, body, writer);
                break;
            case ("POST", "vectors/delete"):
                Delete(context, index, name, body, writer);
                break;
            case ("POST", "query"):
                Query(context, index, name, body, writer);
                break;
            case ("POST", "describe_index_stats"):
                Statistics(index, body, writer);
                break;
            case ("GET", "namespaces"):
                Namespaces(index, writer);
                break;
            case ("GET", var one) when one.StartsWith("namespaces/", StringComparison.Ordinal):
                string wanted = Uri.UnescapeDataString(path[3]);
                WriteNamespace(writer, wanted, Find(index, wanted) ?? throw NoNamespace());
                break;
            case ("DELETE", var one) when one.StartsWith("namespaces/", StringComparison.Ordinal):
                if (!index.Namespaces.Remove(Uri.UnescapeDataString(path[3])))
                    throw NoNamespace();
                WriteEmpty(writer);
                break;
            default:
                throw new PineconeRefusal(404, "5", "Not found");
        }
    }

    private static string Name(string? given) => given is "__default__" or null ? "" : given;

    private static PineconeNamespace? Find(PineconeIndex index, string name) => index.Namespaces.GetValueOrDefault(name);

    private static PineconeRefusal NoNamespace() => new(404, "5", "Namespace not found");

    private void Upsert(HttpContext context, PineconeIndex index, string name, JsonElement body, long bytes, Utf8JsonWriter writer)
    {
        if (bytes > MostBytesOfWrite)
            throw PineconeRefusal.Invalid($"Request size {bytes} exceeds the maximum supported size of {MostBytesOfWrite} bytes");
        JsonElement vectors = body.GetProperty("vectors");
        if (vectors.GetArrayLength() is 0 or > MostRecordsOfWrite)
            throw PineconeRefusal.Invalid($"Upsert takes 1 to {MostRecordsOfWrite} vectors, got {vectors.GetArrayLength()}");
        PineconeRecord[] records = [.. vectors.EnumerateArray().Select(vector => PineconeRecord.Read(vector, index.Dimension))];
        if (records.DistinctBy(record => record.Id).Count() != records.Length)
            throw PineconeRefusal.Invalid("A vector ID stands twice in the request");
        if (!index.Namespaces.TryGetValue(name, out PineconeNamespace? place))
            index.Namespaces.Add(name, place = new PineconeNamespace());
        Write(context, place, kept =>
        {
            foreach (PineconeRecord record in records)
                kept[record.Id] = record;
        });
        writer.WriteStartObject();
        writer.WriteNumber("upsertedCount", records.Length);
        writer.WriteEndObject();
    }

    private void Write(HttpContext context, PineconeNamespace place, Action<SortedDictionary<string, PineconeRecord>> change)
    {
        place.Write(change, Lag);
        context.Response.Headers["x-pinecone-request-lsn"] = place.Written.ToString(CultureInfo.InvariantCulture);
    }

    private static void Fetch(HttpContext context, PineconeIndex index, string name, Utf8JsonWriter writer)
    {
        string?[] ids = [.. context.Request.Query["ids"]];
        if (ids.Length is 0 or > MostIds)
            throw PineconeRefusal.Invalid($"Fetch takes 1 to {MostIds} ids, got {ids.Length}");
        WriteRecords(writer, name, Find(index, name) is { } place ? ids.Distinct().Select(id => place.Find(id!)).OfType<PineconeRecord>() : [], next: null);
    }

    private void FetchMatching(HttpContext context, PineconeIndex index, string name, JsonElement body, Utf8JsonWriter writer)
    {
        Predicate<IReadOnlyDictionary<string, object>> filter = FilterOf(body) ?? throw PineconeRefusal.Invalid("A filter is required");
        int limit = body.TryGetProperty("limit", out JsonElement most) ? most.GetInt32() : 100;
        if (limit is < 1 or > MostHits)
            throw PineconeRefusal.Invalid($"Limit must be 1 to {MostHits}, got {limit}");
        // In no order that a caller could take for one.
        PineconeRecord[] matching = [.. (Find(index, name)?.Records ?? []).Where(record => filter(record.Metadata)).OrderByDescending(record => record.Id, StringComparer.Ordinal)];
        string? after = body.TryGetProperty("paginationToken", out JsonElement token) ? TokenOf(token.GetString()) : null;
        PineconeRecord[] rest = [.. matching.Where(record => after is null || string.CompareOrdinal(record.Id, after) < 0)];
        WriteRecords(writer, name, rest.Take(limit), rest.Length > limit ? rest[limit - 1].Id : null);
    }

    private static void List(HttpContext context, PineconeIndex index, string name, Utf8JsonWriter writer)
    {
        string prefix = context.Request.Query["prefix"].ToString();
        string given = context.Request.Query["limit"].ToString();
        int limit = given.Length == 0 ? 100 : int.Parse(given, CultureInfo.InvariantCulture);
        if (limit is < 1 or > 100)
            throw PineconeRefusal.Invalid($"Limit must be 1 to 100, got {limit}");
        string token = context.Request.Query["paginationToken"].ToString();
        string? after = token.Length == 0 ? null : TokenOf(token);
        string[] ids =
        [
            .. (Find(index, name)?.Records ?? []).Select(record => record.Id)
                .Where(id => id.StartsWith(prefix, StringComparison.Ordinal) && (after is null || string.CompareOrdinal(id, after) > 0)),
        ];
        writer.WriteStartObject();
        writer.WriteStartArray("vectors");
        foreach (string id in ids.Take(limit))
        {
            writer.WriteStartObject();
            writer.WriteString("id", id);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        WritePlace(writer, name, ids.Length > limit ? ids[limit - 1] : null);
        writer.WriteEndObject();
    }

    private void Update(HttpContext context, PineconeIndex index, string name, JsonElement body, Utf8JsonWriter writer)
    {
        Dictionary<string, object> changes = body.TryGetProperty("setMetadata", out JsonElement metadata) ? PineconeRecord.ReadMetadata(metadata) : [];
        bool byId = body.TryGetProperty("id", out JsonElement id);
        Predicate<IReadOnlyDictionary<string, object>>? filter = FilterOf(body);
        if (byId == filter is not null)
            throw PineconeRefusal.Invalid("Update takes an id or a filter");
        PineconeNamespace? place = Find(index, name);
        writer.WriteStartObject();
        if (filter is not null)
        {
            string[] matching = [.. (place?.Records ?? []).Where(record => filter(record.Metadata)).Select(record => record.Id)];
            writer.WriteNumber("matchedRecords", matching.Length);
            if (place is not null && !(body.TryGetProperty("dryRun", out JsonElement dry) && dry.GetBoolean()))
                Write(context, place, kept => Change(kept, matching, record => record.With(changes)));
        }
        else if (place is not null)
        {
            float[]? values = body.TryGetProperty("values", out JsonElement list) && list.GetArrayLength() > 0 ? PineconeRecord.ReadValues(list, index.Dimension) : null;
            string changed = PineconeRecord.ReadId(id);
            Write(context, place, kept => Change(kept, [changed], record => record.With(changes) with { Values = values ?? record.Values }));
        }
        writer.WriteEndObject();
    }

    private static void Change(SortedDictionary<string, PineconeRecord> kept, IEnumerable<string> ids, Func<PineconeRecord, PineconeRecord> change)
    {
        foreach (string id in ids)
        {
            if (kept.TryGetValue(id, out PineconeRecord? record))
                kept[id] = change(record);
        }
    }

    private void Delete(HttpContext context, PineconeIndex index, string name, JsonElement body, Utf8JsonWriter writer)
    {
        bool all = body.TryGetProperty("deleteAll", out JsonElement everything) && everything.GetBoolean();
        string[]? ids = body.TryGetProperty("ids", out JsonElement list) && list.GetArrayLength() > 0 ? [.. list.EnumerateArray().Select(PineconeRecord.ReadId)] : null;
        Predicate<IReadOnlyDictionary<string, object>>? filter = FilterOf(body);
        if ((all ? 1 : 0) + (ids is null ? 0 : 1) + (filter is null ? 0 : 1) != 1)
            throw PineconeRefusal.Invalid("Delete takes ids, a filter or deleteAll, and one of them only");
        if (ids?.Length > MostIds)
            throw PineconeRefusal.Invalid($"Delete takes at most {MostIds} ids, got {ids.Length}");
        PineconeNamespace place = Find(index, name) ?? throw NoNamespace();
        if (all)
        {
            index.Namespaces.Remove(name);
        }
        else
        {
            Write(context, place, kept =>
            {
                foreach (string id in ids ?? [.. kept.Values.Where(record => filter!(record.Metadata)).Select(record => record.Id)])
                    kept.Remove(id);
            });
        }
        WriteEmpty(writer);
    }

    private void Query(HttpContext context, PineconeIndex index, string name, JsonElement body, Utf8JsonWriter writer)
    {
        int most = body.GetProperty("topK").GetInt32();
        if (most is < 1 or > MostHits)
            throw PineconeRefusal.Invalid($"TopK must be 1 to {MostHits}, got {most}");
        PineconeNamespace? place = Find(index, name);
        bool byId = body.TryGetProperty("id", out JsonElement id) && id.GetString() is { Length: > 0 };
        float[] query = byId ? place?.Find(id.GetString()!)?.Values ?? [] : PineconeRecord.ReadValues(body.GetProperty("vector"), index.Dimension);
        if (!byId && query.All(value => value == 0))
            throw PineconeRefusal.Invalid("Dense vectors must contain at least one non-zero value");
        Dictionary<uint, float> sparse = body.TryGetProperty("sparseVector", out JsonElement given) ? PineconeRecord.ReadSparse(given) : [];
        if (sparse.Count > 0 && index.Metric != "dotproduct")
            throw PineconeRefusal.Invalid($"Index configuration does not support sparse values - only indexes that are configured with the dotproduct metric support them; this one is {index.Metric}");
        Predicate<IReadOnlyDictionary<string, object>>? filter = FilterOf(body);
        bool values = Flag(body, "includeValues"), metadata = Flag(body, "includeMetadata");
        place?.Queried(Lag);
        if (place is not null)
            context.Response.Headers["x-pinecone-max-indexed-lsn"] = place.Shown.ToString(CultureInfo.InvariantCulture);
        (PineconeRecord Record, double Score)[] scored =
        [
            .. (query.Length == 0 ? [] : place?.Records ?? []).Where(record => filter is null || filter(record.Metadata))
                .Select(record => (record, score: index.Score(query, sparse, record))),
        ];
        Array.Sort(scored, (x, y) => x.Score != y.Score
            ? index.Metric == "euclidean" ? x.Score.CompareTo(y.Score) : y.Score.CompareTo(x.Score)
            : string.CompareOrdinal(y.Record.Id, x.Record.Id));
        writer.WriteStartObject();
        writer.WriteStartArray("results");
        writer.WriteEndArray();
        writer.WriteStartArray("matches");
        foreach ((PineconeRecord record, double score) in scored.Take(most))
            record.Write(writer, values, metadata, score);
        writer.WriteEndArray();
        if (writer.BytesCommitted + writer.BytesPending > MostBytesOfAnswer)
            throw PineconeRefusal.Invalid($"The answer would have more than {MostBytesOfAnswer} bytes: choose a lower topK, or leave out metadata and values");
        writer.WriteString("namespace", name);
        WriteUsage(writer);
        writer.WriteEndObject();
    }

    private static void Statistics(PineconeIndex index, JsonElement body, Utf8JsonWriter writer)
    {
        if (body.ValueKind is JsonValueKind.Object && body.TryGetProperty("filter", out _))
            throw PineconeRefusal.Invalid("Serverless indexes do not support describing index stats with metadata filtering");
        writer.WriteStartObject();
        writer.WriteStartObject("namespaces");
        foreach ((string name, PineconeNamespace place) in index.Namespaces)
        {
            writer.WriteStartObject(name.Length == 0 ? "__default__" : name);
            writer.WriteNumber("vectorCount", place.Records.Count);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
        writer.WriteNumber("dimension", index.Dimension);
        writer.WriteNumber("indexFullness", 0);
        writer.WriteNumber("totalVectorCount", index.Namespaces.Values.Sum(place => place.Records.Count));
        writer.WriteString("metric", index.Metric);
        writer.WriteString("vectorType", "dense");
        writer.WriteEndObject();
    }

    private static void Namespaces(PineconeIndex index, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("namespaces");
        foreach ((string name, PineconeNamespace place) in index.Namespaces)
            WriteNamespace(writer, name, place);
        writer.WriteEndArray();
        writer.WriteNumber("total_count", index.Namespaces.Count);
        writer.WriteEndObject();
    }

    // The vendor's own form: 64-bit integers are texts here.
    private static void WriteNamespace(Utf8JsonWriter writer, string name, PineconeNamespace place)
    {
        writer.WriteStartObject();
        writer.WriteString("name", name.Length == 0 ? "__default__" : name);
        writer.WriteString("record_count", place.Records.Count.ToString(CultureInfo.InvariantCulture));
        writer.WriteEndObject();
    }

    private Predicate<IReadOnlyDictionary<string, object>>? FilterOf(JsonElement body) =>
        body.TryGetProperty("filter", out JsonElement filter) && filter.EnumerateObject().Any() ? new PineconeFilter(NegationsMatchMissing).Read(filter) : null;

    private static bool Flag(JsonElement body, string name) => body.TryGetProperty(name, out JsonElement flag) && flag.GetBoolean();

    private static string TokenOf(string? token)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(Convert.FromBase64String(token ?? ""));
            return document.RootElement.GetProperty("skip_past").GetString()!;
        }
        catch (Exception fault) when (fault is FormatException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw PineconeRefusal.Invalid("Invalid pagination token");
        }
    }

    private static void WriteRecords(Utf8JsonWriter writer, string name, IEnumerable<PineconeRecord> records, string? next)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("vectors");
        foreach (PineconeRecord record in records)
        {
            writer.WritePropertyName(record.Id);
            record.Write(writer, values: true, metadata: true);
        }
        writer.WriteEndObject();
        WritePlace(writer, name, next);
        writer.WriteEndObject();
    }

    private static void WritePlace(Utf8JsonWriter writer, string name, string? next)
    {
        writer.WriteString("namespace", name);
        if (next is not null)
        {
            writer.WriteStartObject("pagination");
            writer.WriteString("next", Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(new { skip_past = next })));
            writer.WriteEndObject();
        }
        WriteUsage(writer);
    }

    private static void WriteUsage(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("usage");
        writer.WriteNumber("readUnits", 1);
        writer.WriteEndObject();
    }

    private static void WriteEmpty(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteEndObject();
    }
}
