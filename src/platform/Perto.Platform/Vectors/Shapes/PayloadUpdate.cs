using Perto.Vectors;

namespace Perto.Platform;

/// <summary>Payload to set in many records.</summary>
/// <param name="Filter">Which records, as they stand before the call.</param>
/// <param name="Payload">Fields to set; null removes a field.</param>
public sealed record PayloadUpdate(Filter Filter, IReadOnlyDictionary<string, PayloadValue> Payload);
