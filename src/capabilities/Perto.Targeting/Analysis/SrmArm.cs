namespace Perto.Targeting;

/// <summary>An arm's units.</summary>
/// <param name="Arm">Its name.</param>
/// <param name="Units">As many as there are.</param>
/// <param name="Expected">As many as there should be.</param>
public sealed record SrmArm(string Arm, long Units, double Expected);
