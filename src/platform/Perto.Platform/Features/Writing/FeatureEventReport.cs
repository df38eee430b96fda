namespace Perto.Platform;

/// <summary>What became of events.</summary>
/// <param name="Counted">Counted by one view or more.</param>
/// <param name="Repeated">Counted before, and not again.</param>
/// <param name="Ignored">Nothing for any view.</param>
public sealed record FeatureEventReport(long Counted, long Repeated, long Ignored);
