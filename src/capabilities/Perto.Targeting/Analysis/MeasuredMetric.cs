using Perto.Learning;

namespace Perto.Targeting;

/// <summary>A metric in each arm.</summary>
/// <param name="Name">Of the metric.</param>
/// <param name="Arms">The control first.</param>
/// <param name="WithoutCovariate">Units by arm that have no covariate, and count as if theirs were the mean.</param>
public sealed record MeasuredMetric(string Name, ArmStatistic[] Arms, long[] WithoutCovariate);
