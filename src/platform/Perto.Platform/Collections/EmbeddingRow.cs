using System.Globalization;
using System.Text.Json;
using Perto.Vectors;

namespace Perto.Platform;

/// <summary>A row of the table <c>embedding</c>.</summary>
internal sealed record EmbeddingRow
{
    public static readonly IReadOnlyList<string> Columns = ["tenant", "collection", "id", "vectors", "payload", "expires_at", "updated_at"];

    public string Id { get; init; } = "";
    public byte[] Vectors { get; init; } = [];
    public string Payload { get; init; } = "";
    public long? ExpiresAt { get; init; }
    public long UpdatedAt { get; init; }

    public static object?[] Values(CollectionRow collection, CollectionSchema schema, VectorRecord record, long updatedAt) =>
    [
        collection.Tenant,
        collection.Name,
        record.Id,
        EmbeddingBytes.Write(schema, record),
        JsonSerializer.Serialize(record.Payload),
        record.ExpiresAt is { } expires ? UnixMicros.From(expires) : null,
        updatedAt,
    ];

    /// <summary>The record as the store keeps it, with its time of change.</summary>
    public VectorRecord ToStored(CollectionSchema schema)
    {
        VectorRecord record = ToRecord(schema);
        record.Payload[DerivedView.StampField] = UpdatedAt;
        return record;
    }

    /// <summary>Whether a payload field names a person.</summary>
    public bool Names(string field, string subject) =>
        JsonSerializer.Deserialize<Dictionary<string, PayloadValue>>(Payload)!.TryGetValue(field, out PayloadValue value)
        && value.Kind switch
        {
            PayloadKind.Keyword => value.Keyword == subject,
            PayloadKind.Keywords => value.Keywords.Contains(subject, StringComparer.Ordinal),
            PayloadKind.Integer => long.TryParse(subject, CultureInfo.InvariantCulture, out long number) && value.Integer == number,
            _ => false,
        };

    /// <summary>The record as programs see it.</summary>
    public VectorRecord ToRecord(CollectionSchema schema) => new(Id)
    {
        Vectors = EmbeddingBytes.Read(schema, Id, Vectors),
        Payload = JsonSerializer.Deserialize<Dictionary<string, PayloadValue>>(Payload)!,
        ExpiresAt = ExpiresAt is { } expires ? UnixMicros.ToMoment(expires) : null,
    };
}
