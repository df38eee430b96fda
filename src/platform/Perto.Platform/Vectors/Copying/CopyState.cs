namespace Perto.Platform;

/// <summary>How far a copy is.</summary>
/// <param name="Phase">What it is at.</param>
/// <param name="Done">Records that are done.</param>
/// <param name="Records">Records in the source.</param>
public readonly record struct CopyState(CopyPhase Phase, long Done, long Records)
{
    /// <summary>The share that is done, 0..1.</summary>
    public double Share => Records == 0 ? 1 : Math.Min(1, (double)Done / Records);
}
