using Perto.Vectors;

namespace Perto.Platform;

/// <summary>Changes to a record; what it does not name stays as it is.</summary>
public sealed record RecordPatch
{
    /// <summary>Payload fields to set; null removes a field.</summary>
    public IReadOnlyDictionary<string, PayloadValue>? Payload { get; init; }

    /// <summary>Vectors to set; null removes a vector.</summary>
    public IReadOnlyDictionary<string, VectorValue?>? Vectors { get; init; }

    /// <summary>From when on the record is gone.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Removes the record's expiry.</summary>
    public bool NeverExpires { get; init; }

    /// <summary>The JSON form of a patch.</summary>
    public static RecordPatch Of(VectorPatch patch)
    {
        ArgumentNullException.ThrowIfNull(patch);
        return new RecordPatch
        {
            Payload = patch.Payload.AsReadOnly(),
            Vectors = patch.Vectors.AsReadOnly(),
            ExpiresAt = patch.ExpiresAt,
            NeverExpires = patch.NeverExpires,
        };
    }

    internal VectorPatch ToPatch() => new()
    {
        Payload = Payload is null ? [] : new Dictionary<string, PayloadValue>(Payload, StringComparer.Ordinal),
        Vectors = Vectors is null ? [] : new Dictionary<string, VectorValue?>(Vectors, StringComparer.Ordinal),
        ExpiresAt = ExpiresAt,
        NeverExpires = NeverExpires,
    };
}
