using Perto.Learning;

namespace Perto.Targeting;

/// <summary>What came out of an experiment.</summary>
/// <param name="Test">The test that intervals and p values are of.</param>
/// <param name="Alpha">How often it may see an effect where there is none.</param>
/// <param name="Alternative">What it holds against "no effect".</param>
/// <param name="Scale">What p values of comparisons are of.</param>
/// <param name="Correction">How adjusted p values are adjusted.</param>
/// <param name="Srm">Whether the units fell on the arms as they should have.</param>
/// <param name="UnitsInSeveralArms">Units that are left out because they were in several arms.</param>
/// <param name="Rows">Rows that were read; 0 for sums.</param>
/// <param name="Comparisons">Each metric of each arm against the control.</param>
/// <param name="Looks">The same at the end of each day.</param>
public sealed record AnalysisReport(
    string Test, double Alpha, Alternative Alternative, EffectScale Scale, Correction Correction, SrmReport Srm, long UnitsInSeveralArms, long Rows,
    IReadOnlyList<Comparison> Comparisons, IReadOnlyList<Look>? Looks);
