using System.Text.Json;

namespace Perto.Testing;

/// <summary>A collection of the double. Its operations are one after the other.</summary>
internal sealed class QdrantCollection
{
    // Below so many matches a real server scores them one by one, and those that share no dimension score 0.
    private const int PlainSparse = 100;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, QdrantVectorField> _fields = new(StringComparer.Ordinal);
    private readonly SortedDictionary<QdrantPointId, QdrantPoint> _points = [];
    private readonly SortedDictionary<string, string> _indexes = new(StringComparer.Ordinal);
    private readonly JsonElement _definition;
    private long _version;

    public QdrantCollection(JsonElement definition)
    {
        _definition = definition;
        if (definition.TryGetProperty("vectors", out JsonElement vectors) && vectors.ValueKind == JsonValueKind.Object)
        {
            if (vectors.TryGetProperty("size", out JsonElement size) && size.ValueKind == JsonValueKind.Number)
                Add("", vectors);
            else
                foreach (JsonProperty vector in vectors.EnumerateObject())
                    Add(vector.Name, vector.Value);
        }
        if (definition.TryGetProperty("sparse_vectors", out JsonElement sparse) && sparse.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty vector in sparse.EnumerateObject())
                _fields.Add(vector.Name, new QdrantVectorField(vector.Name, 0, "Dot"));
        }
    }

    /// <summary>Approximate searches give no more than so many.</summary>
    public int WalkEndsAfter { get; init; } = int.MaxValue;

    public void Upsert(JsonElement body)
    {
        QdrantPoint[] points = [.. Member(body, "points").EnumerateArray().Select(ReadPoint)];
        lock (_lock)
        {
            foreach (QdrantPoint point in points)
                _points[point.Id] = point with { Version = ++_version };
        }
    }

    public void Delete(JsonElement body)
    {
        lock (_lock)
        {
            foreach (QdrantPoint point in Selected(body, "points", strict: false))
                _points.Remove(point.Id);
        }
    }

    public void SetPayload(JsonElement body, bool whole = false)
    {
        if (body.TryGetProperty("key", out JsonElement key) && key.ValueKind != JsonValueKind.Null)
            throw new QdrantRefusal(501, "The double sets no payload below a key");
        JsonElement change = Member(body, "payload");
        lock (_lock)
        {
            foreach (QdrantPoint point in Selected(body, "points", strict: true))
            {
                Dictionary<string, JsonElement> payload = whole ? new(StringComparer.Ordinal) : new(point.Payload, StringComparer.Ordinal);
                foreach (JsonProperty value in change.EnumerateObject())
                {
                    if (value.Value.ValueKind == JsonValueKind.Null && !whole)
                        payload.Remove(value.Name);
                    else
                        payload[value.Name] = value.Value;
                }
                Replace(point with { Payload = payload });
            }
        }
    }

    public void DeletePayload(JsonElement body)
    {
        QdrantPath[] keys = [.. Member(body, "keys").EnumerateArray().Select(key => QdrantPath.Parse(key.GetString()!))];
        if (Array.Exists(keys, key => !key.IsKey))
            throw new QdrantRefusal(501, "The double deletes no payload below a key");
        lock (_lock)
        {
            foreach (QdrantPoint point in Selected(body, "points", strict: true))
                Replace(point with { Payload = point.Payload.Where(value => !Array.Exists(keys, key => key.First == value.Key)).ToDictionary(StringComparer.Ordinal) });
        }
    }

    public void ClearPayload(JsonElement body)
    {
        lock (_lock)
        {
            foreach (QdrantPoint point in Selected(body, "points", strict: true))
                Replace(point with { Payload = new Dictionary<string, JsonElement>() });
        }
    }

    public void UpdateVectors(JsonElement body)
    {
        (QdrantPointId Id, Dictionary<string, QdrantVector> Vectors)[] changes =
            [.. Member(body, "points").EnumerateArray().Select(point => (QdrantPointId.Read(Member(point, "id")), ReadVectors(Member(point, "vector"))))];
        lock (_lock)
        {
            foreach ((QdrantPointId id, Dictionary<string, QdrantVector> vectors) in changes)
            {
                QdrantPoint point = _points.GetValueOrDefault(id) ?? throw QdrantRefusal.Missing($"No point with id {id} found");
                foreach ((string name, QdrantVector vector) in point.Vectors)
                    vectors.TryAdd(name, vector);
                Replace(point with { Vectors = vectors });
            }
        }
    }

    public void DeleteVectors(JsonElement body)
    {
        string[] names = [.. Member(body, "vector").EnumerateArray().Select(name => Field(name.GetString()!).Name)];
        lock (_lock)
        {
            foreach (QdrantPoint point in Selected(body, "points", strict: false))
                Replace(point with { Vectors = point.Vectors.Where(vector => !names.Contains(vector.Key)).ToDictionary(StringComparer.Ordinal) });
        }
    }

    public void Index(string path, string type)
    {
        QdrantPath.Parse(path);
        if (type is not ("keyword" or "integer" or "float" or "geo" or "text" or "bool" or "datetime" or "uuid"))
            throw QdrantRefusal.Format($"unknown variant `{type}`");
        lock (_lock)
            _indexes[path] = type;
    }

    public void DropIndex(string path)
    {
        lock (_lock)
            _indexes.Remove(path);
    }

    public void Get(JsonElement body, Utf8JsonWriter writer)
    {
        QdrantSelection payload = QdrantSelection.Of(body, "with_payload", byDefault: true), vectors = QdrantSelection.Of(body, "with_vector", byDefault: false);
        QdrantPoint[] found;
        lock (_lock)
            found = [.. Selected(body, "ids", strict: false)];
        writer.WriteStartArray();
        foreach (QdrantPoint point in found)
            WritePoint(writer, point, payload, vectors);
        writer.WriteEndArray();
    }

    public long Count(JsonElement body)
    {
        QdrantFilter? filter = QdrantFilter.Of(body);
        lock (_lock)
            return filter is null ? _points.Count : _points.Values.LongCount(filter.Matches);
    }

    public void Scroll(JsonElement body, Utf8JsonWriter writer)
    {
        QdrantFilter? filter = QdrantFilter.Of(body);
        QdrantSelection payload = QdrantSelection.Of(body, "with_payload", byDefault: true), vectors = QdrantSelection.Of(body, "with_vector", byDefault: false);
        QdrantPointId? from = body.TryGetProperty("offset", out JsonElement offset) && offset.ValueKind != JsonValueKind.Null ? QdrantPointId.Read(offset) : null;
        int limit = Limit(body);
        QdrantPoint[] page;
        lock (_lock)
            page = [.. _points.Values.SkipWhile(point => from is { } first && point.Id.CompareTo(first) < 0).Where(point => filter?.Matches(point) != false).Take(limit + 1)];
        writer.WriteStartObject();
        writer.WriteStartArray("points");
        foreach (QdrantPoint point in page.Take(limit))
            WritePoint(writer, point, payload, vectors);
        writer.WriteEndArray();
        writer.WritePropertyName("next_page_offset");
        if (page.Length > limit)
            page[limit].Id.Write(writer);
        else
            writer.WriteNullValue();
        writer.WriteEndObject();
    }

    public void Query(JsonElement body, Utf8JsonWriter writer)
    {
        QdrantVectorField field = Field(body.TryGetProperty("using", out JsonElement name) && name.ValueKind == JsonValueKind.String ? name.GetString()! : "");
        QdrantVector query = field.Kept(QdrantVector.Read(Member(body, "query")));
        QdrantFilter? filter = QdrantFilter.Of(body);
        QdrantSelection payload = QdrantSelection.Of(body, "with_payload", byDefault: false), vectors = QdrantSelection.Of(body, "with_vector", byDefault: false);
        int limit = Limit(body), skipped = body.TryGetProperty("offset", out JsonElement offset) && offset.ValueKind == JsonValueKind.Number ? offset.GetInt32() : 0;
        bool exact = body.TryGetProperty("params", out JsonElement how) && how.TryGetProperty("exact", out JsonElement asked) && asked.ValueKind == JsonValueKind.True;
        float? threshold = body.TryGetProperty("score_threshold", out JsonElement least) && least.ValueKind == JsonValueKind.Number ? least.GetSingle() : null;

        QdrantPoint[] matching;
        lock (_lock)
            matching = [.. _points.Values.Where(point => point.Vectors.ContainsKey(field.Name) && filter?.Matches(point) != false)];
        bool plain = filter is not null && matching.Length < PlainSparse;
        IEnumerable<(QdrantPoint Point, float Score)> scored = matching
            .Select(point => (Point: point, Score: field.Score(query, point.Vectors[field.Name])))
            .Where(hit => field.IsSparse ? plain || hit.Score is not (null or 0) : hit.Score is not null)
            .Select(hit => (hit.Point, hit.Score ?? 0))
            .Where(hit => threshold is not { } limit || (field.IsSimilarity ? hit.Item2 >= limit : hit.Item2 <= limit));
        IEnumerable<(QdrantPoint Point, float Score)> ranked = field.IsSimilarity ? scored.OrderByDescending(hit => hit.Score) : scored.OrderBy(hit => hit.Score);
        if (!exact && !field.IsSparse)
            ranked = ranked.Take(WalkEndsAfter);

        writer.WriteStartArray();
        foreach ((QdrantPoint point, float score) in ranked.Skip(skipped).Take(limit))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", point.Version);
            writer.WriteNumber("score", score);
            point.Write(writer, payload, vectors);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    public void Describe(Utf8JsonWriter writer)
    {
        lock (_lock)
        {
            writer.WriteStartObject();
            writer.WriteString("status", "green");
            writer.WriteString("optimizer_status", "ok");
            writer.WriteNumber("indexed_vectors_count", 0);
            writer.WriteNumber("points_count", _points.Count);
            writer.WriteNumber("segments_count", 2);
            writer.WriteStartObject("config");
            writer.WritePropertyName("params");
            _definition.WriteTo(writer);
            writer.WriteEndObject();
            writer.WriteStartObject("payload_schema");
            foreach ((string path, string type) in _indexes)
            {
                writer.WriteStartObject(path);
                writer.WriteString("data_type", type);
                writer.WriteNumber("points", _points.Values.Count(point => QdrantPath.Parse(path).Values(point.Payload).Any()));
                writer.WriteEndObject();
            }
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
    }

    public static JsonElement Member(JsonElement body, string name) => body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out JsonElement value)
        ? value
        : throw QdrantRefusal.Format($"missing field `{name}`");

    private static void WritePoint(Utf8JsonWriter writer, QdrantPoint point, QdrantSelection payload, QdrantSelection vectors)
    {
        writer.WriteStartObject();
        point.Write(writer, payload, vectors);
        writer.WriteEndObject();
    }

    private static int Limit(JsonElement body)
    {
        if (!body.TryGetProperty("limit", out JsonElement limit) || limit.ValueKind == JsonValueKind.Null)
            return 10;
        return limit.TryGetInt32(out int given) && given >= 1
            ? given
            : throw new QdrantRefusal(422, $"Validation error in JSON body: [limit: value {limit.GetRawText()} invalid, must be 1 or larger]");
    }

    // The lock is held.
    private void Replace(QdrantPoint point) => _points[point.Id] = point with { Version = ++_version };

    // The lock is held.
    private List<QdrantPoint> Selected(JsonElement body, string ids, bool strict)
    {
        if (body.TryGetProperty(ids, out JsonElement list) && list.ValueKind == JsonValueKind.Array)
        {
            List<QdrantPoint> points = [];
            foreach (QdrantPointId id in list.EnumerateArray().Select(QdrantPointId.Read).ToArray())
            {
                if (_points.TryGetValue(id, out QdrantPoint? point))
                    points.Add(point);
                else if (strict)
                    throw QdrantRefusal.Missing($"No point with id {id} found");
            }
            return points;
        }
        QdrantFilter filter = QdrantFilter.Of(body) ?? throw QdrantRefusal.Format("data did not match any variant of untagged enum PointsSelector");
        return [.. _points.Values.Where(filter.Matches)];
    }

    private QdrantPoint ReadPoint(JsonElement json)
    {
        JsonElement payload = json.TryGetProperty("payload", out JsonElement given) ? given : default;
        return new QdrantPoint(
            QdrantPointId.Read(Member(json, "id")),
            Version: 0,
            ReadVectors(Member(json, "vector")),
            payload.ValueKind == JsonValueKind.Object ? payload.EnumerateObject().ToDictionary(value => value.Name, value => value.Value, StringComparer.Ordinal) : new Dictionary<string, JsonElement>());
    }

    private Dictionary<string, QdrantVector> ReadVectors(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Array)
            return new(StringComparer.Ordinal) { [""] = Field("").Kept(QdrantVector.Read(json)) };
        return json.EnumerateObject().ToDictionary(vector => vector.Name, vector => Field(vector.Name).Kept(QdrantVector.Read(vector.Value)), StringComparer.Ordinal);
    }

    private QdrantVectorField Field(string name) => _fields.GetValueOrDefault(name) ?? throw QdrantRefusal.Input($"Not existing vector name error: {name}");

    private void Add(string name, JsonElement vector)
    {
        int size = Member(vector, "size").TryGetInt32(out int given) ? given : 0;
        if (size is < 1 or > 65_536)
            throw new QdrantRefusal(422, $"Validation error in JSON body: [vectors.size: value {size} invalid, must be from 1 to 65536]");
        string distance = Member(vector, "distance").GetString() ?? "";
        if (distance is not ("Cosine" or "Dot" or "Euclid" or "Manhattan"))
            throw QdrantRefusal.Format($"unknown variant `{distance}`, expected one of `Cosine`, `Euclid`, `Dot`, `Manhattan`");
        _fields.Add(name, new QdrantVectorField(name, size, distance));
    }
}
