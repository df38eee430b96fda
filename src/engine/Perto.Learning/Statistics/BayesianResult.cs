namespace Perto.Learning;

/// <summary>What is believed of an effect after the experiment.</summary>
/// <param name="Estimate">The mean of the posterior.</param>
/// <param name="Deviation">Its standard deviation.</param>
/// <param name="Interval">The credible interval: the effect lies in it with the probability 1 - alpha, as much outside on either side.</param>
/// <param name="ChanceToWin">0 to 1: the probability that the effect is above 0.</param>
/// <param name="RiskOfControl">What is lost, on average, by keeping the control: E[max(effect, 0)].</param>
/// <param name="RiskOfTreatment">What is lost, on average, by choosing the treatment: E[max(-effect, 0)].</param>
public readonly record struct BayesianResult(
    double Estimate, double Deviation, Interval Interval, double ChanceToWin, double RiskOfControl, double RiskOfTreatment);
