namespace Perto.Cli;

/// <summary>The check of the sample ratio.</summary>
/// <param name="Mismatch">Whether something is wrong, and nothing else here means anything.</param>
/// <param name="PValue">0 to 1.</param>
/// <param name="Threshold">Below it a mismatch is called.</param>
/// <param name="Arms">Units by arm, the control first.</param>
internal sealed record SrmReport(bool Mismatch, double PValue, double Threshold, IReadOnlyList<SrmArm> Arms);
