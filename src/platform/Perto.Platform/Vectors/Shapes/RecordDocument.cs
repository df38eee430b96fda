using Perto.Vectors;

namespace Perto.Platform;

/// <summary>A record in JSON.</summary>
public sealed record RecordDocument
{
    /// <summary>Its key in the collection, 1 to 512 bytes of UTF-8.</summary>
    public required string Id { get; init; }

    /// <summary>Vectors by name.</summary>
    public IReadOnlyDictionary<string, VectorValue>? Vectors { get; init; }

    /// <summary>Payload by field name; a moment is an ISO 8601 string.</summary>
    public IReadOnlyDictionary<string, PayloadValue>? Payload { get; init; }

    /// <summary>From when on the record is gone; never, if it is left out.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The document of a record.</summary>
    /// <param name="record">What was read.</param>
    /// <param name="vectors">Whether it has its vectors.</param>
    public static RecordDocument Of(VectorRecord record, bool vectors = true)
    {
        ArgumentNullException.ThrowIfNull(record);
        return new RecordDocument
        {
            Id = record.Id,
            Vectors = vectors ? record.Vectors.AsReadOnly() : null,
            Payload = record.Payload.AsReadOnly(),
            ExpiresAt = record.ExpiresAt,
        };
    }

    /// <summary>The record, not checked against a schema.</summary>
    public VectorRecord ToRecord() => new(Id)
    {
        Vectors = Vectors is null ? [] : new Dictionary<string, VectorValue>(Vectors, StringComparer.Ordinal),
        Payload = Payload is null ? [] : new Dictionary<string, PayloadValue>(Payload, StringComparer.Ordinal),
        ExpiresAt = ExpiresAt,
    };
}
