namespace Perto.Platform;

/// <summary>What became of a write.</summary>
/// <param name="Stored">New in the history.</param>
/// <param name="Repeated">Known already: the same values of the same entity and moment.</param>
/// <param name="Online">Entities whose newest values they are. What is late is in the history only.</param>
public sealed record FeatureWriteReport(long Stored, long Repeated, long Online);
