namespace Perto.Vectors;

/// <summary>Changes to a record; what it does not name stays as it is.</summary>
public sealed class VectorPatch
{
    /// <summary>Payload fields to set; <see cref="PayloadValue.None"/> removes a field.</summary>
    public IDictionary<string, PayloadValue> Payload { get; init; } = new Dictionary<string, PayloadValue>(StringComparer.Ordinal);

    /// <summary>Vectors to set; <see langword="null"/> removes a vector.</summary>
    public IDictionary<string, VectorValue?> Vectors { get; init; } = new Dictionary<string, VectorValue?>(StringComparer.Ordinal);

    /// <summary>From when on the record is gone; <see langword="null"/> leaves its expiry as it is.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Removes the record's expiry. Not together with <see cref="ExpiresAt"/>.</summary>
    public bool NeverExpires { get; init; }
}
