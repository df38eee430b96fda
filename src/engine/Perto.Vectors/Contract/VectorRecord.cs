namespace Perto.Vectors;

/// <summary>One record of a collection.</summary>
/// <param name="id">1 to 512 bytes of UTF-8, without U+0000.</param>
public sealed class VectorRecord(string id)
{
    /// <summary>Longest accepted id, in bytes of UTF-8.</summary>
    public const int MaxIdBytes = 512;

    /// <summary>Its key in the collection.</summary>
    public string Id { get; } = id;

    /// <summary>Vectors by name. A record may have any of the schema's vectors; a search finds it by those it has.</summary>
    /// <remarks>
    /// Values are finite and at most <see cref="VectorField.MaxMagnitude"/> in magnitude. A store may keep a cosine vector normalised:
    /// what is read back equals what was written to float precision, not bit for bit.
    /// </remarks>
    public IDictionary<string, VectorValue> Vectors { get; init; } = new Dictionary<string, VectorValue>(StringComparer.Ordinal);

    /// <summary>Payload by field name. A field that is left out, or <see cref="PayloadValue.None"/>, is missing.</summary>
    public IDictionary<string, PayloadValue> Payload { get; init; } = new Dictionary<string, PayloadValue>(StringComparer.Ordinal);

    /// <summary>From when on the record is gone; kept to the microsecond. Never, if <see langword="null"/>.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
