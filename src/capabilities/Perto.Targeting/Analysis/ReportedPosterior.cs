using Perto.Learning;

namespace Perto.Targeting;

/// <summary>What is believed of an effect after the experiment.</summary>
/// <param name="Estimate">Mean of the posterior.</param>
/// <param name="Deviation">Its standard deviation.</param>
/// <param name="Lower">Lower end of the credible interval.</param>
/// <param name="Upper">Upper end of it.</param>
/// <param name="ChanceToWin">Chance that the arm is better than the control.</param>
/// <param name="RiskOfControl">Expected loss of staying with the control.</param>
/// <param name="RiskOfTreatment">Expected loss of going with the arm.</param>
public sealed record ReportedPosterior(
    double Estimate, double Deviation, double Lower, double Upper, double ChanceToWin, double RiskOfControl, double RiskOfTreatment)
{
    /// <summary>From a Bayesian test.</summary>
    public static ReportedPosterior Of(BayesianResult posterior) => new(
        posterior.Estimate, posterior.Deviation, posterior.Interval.Lower, posterior.Interval.Upper, posterior.ChanceToWin, posterior.RiskOfControl,
        posterior.RiskOfTreatment);
}
