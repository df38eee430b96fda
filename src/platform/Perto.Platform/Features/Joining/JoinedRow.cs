namespace Perto.Platform;

/// <summary>An example with the features as they were known at its moment.</summary>
/// <param name="Row">The example.</param>
/// <param name="Readings">One for each view, in the order in which they were asked for.</param>
public sealed record JoinedRow(JoinRow Row, IReadOnlyList<FeatureReading> Readings);
