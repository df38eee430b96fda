using Perto.Learning;

namespace Perto.Cli;

/// <summary>What is believed of an effect after the experiment.</summary>
internal sealed record ReportedPosterior(
    double Estimate, double Deviation, double Lower, double Upper, double ChanceToWin, double RiskOfControl, double RiskOfTreatment)
{
    public static ReportedPosterior Of(BayesianResult posterior) => new(
        posterior.Estimate, posterior.Deviation, posterior.Interval.Lower, posterior.Interval.Upper, posterior.ChanceToWin, posterior.RiskOfControl,
        posterior.RiskOfTreatment);
}
