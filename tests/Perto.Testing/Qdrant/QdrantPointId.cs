using System.Text.Json;

namespace Perto.Testing;

/// <summary>The id of a point: an unsigned number or a UUID, and nothing else. Numbers come first.</summary>
internal readonly record struct QdrantPointId(ulong Number, Guid? Uuid) : IComparable<QdrantPointId>
{
    public static QdrantPointId Read(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Number && json.TryGetUInt64(out ulong number))
            return new QdrantPointId(number, Uuid: null);
        if (json.ValueKind == JsonValueKind.String && Guid.TryParse(json.GetString(), out Guid uuid))
            return new QdrantPointId(0, uuid);
        throw QdrantRefusal.Format($"value {json.GetRawText()} is not a valid point ID, valid values are either an unsigned integer or a UUID");
    }

    public void Write(Utf8JsonWriter writer)
    {
        if (Uuid is { } uuid)
            writer.WriteStringValue(uuid);
        else
            writer.WriteNumberValue(Number);
    }

    public int CompareTo(QdrantPointId other) => (Uuid, other.Uuid) switch
    {
        (null, null) => Number.CompareTo(other.Number),
        (null, _) => -1,
        (_, null) => 1,
        ({ } mine, { } theirs) => string.CompareOrdinal(mine.ToString("N"), theirs.ToString("N")),
    };

    public override string ToString() => Uuid?.ToString() ?? Number.ToString(null, null);
}
