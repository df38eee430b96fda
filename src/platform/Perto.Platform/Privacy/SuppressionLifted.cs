namespace Perto.Platform;

/// <summary>What became of lifting a suppression.</summary>
/// <param name="Lifted">False where nobody of this id was refused.</param>
public sealed record SuppressionLifted(bool Lifted);
