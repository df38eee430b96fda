using System.Globalization;

namespace Perto.Targeting;

/// <summary>The check of the sample ratio.</summary>
/// <param name="Mismatch">Whether something is wrong, and nothing else here means anything.</param>
/// <param name="PValue">0 to 1.</param>
/// <param name="Threshold">Below it a mismatch is called.</param>
/// <param name="Arms">Units by arm, the control first.</param>
public sealed record SrmReport(bool Mismatch, double PValue, double Threshold, IReadOnlyList<SrmArm> Arms)
{
    /// <summary>What a reader must be told first, in one sentence.</summary>
    public string Banner => Mismatch
        ? string.Create(CultureInfo.InvariantCulture, $"SAMPLE RATIO MISMATCH, p = {PValue:0.0e+0}: the arms are not what they should be, and nothing below can be trusted.")
        : string.Create(CultureInfo.InvariantCulture, $"sample ratio as expected, p = {PValue:0.000}");
}
