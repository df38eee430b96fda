using Perto.Vectors;

namespace Perto.Redis;

/// <summary>A record as it was read, with the vectors that were asked for.</summary>
/// <param name="Record">The record.</param>
/// <param name="Json">Its payload and expiry as the server has them: who writes may ask that they still stand there.</param>
internal sealed record StoredRecord(VectorRecord Record, byte[] Json)
{
    /// <summary>The payload.</summary>
    public IReadOnlyDictionary<string, PayloadValue> Payload { get; } = Record.Payload.AsReadOnly();

    /// <summary>Whether it is gone at a moment.</summary>
    public bool IsExpired(long now) => Record.ExpiresAt is { } expiry && PayloadValue.UnixMicroseconds(expiry) <= now;

    /// <summary>Its payload and expiry, as the server keeps them.</summary>
    public static byte[] Write(VectorRecord record) =>
        VectorRecordJson.Write(new VectorRecord(record.Id) { Payload = record.Payload, ExpiresAt = record.ExpiresAt });

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="VectorStoreException">It did not write that.</exception>
    public static StoredRecord Read(CollectionSchema schema, byte[] json, Dictionary<string, VectorValue> vectors)
    {
        VectorRecord read = VectorRecordJson.Parse(json, schema);
        return new StoredRecord(new VectorRecord(read.Id) { Payload = read.Payload, ExpiresAt = read.ExpiresAt, Vectors = vectors }, json);
    }
}
