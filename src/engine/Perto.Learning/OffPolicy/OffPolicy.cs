using System.Runtime.InteropServices;

namespace Perto.Learning;

/// <summary>
/// What a policy would be worth, from the logged choices of another one with their propensities (see <see cref="OffPolicyEstimator"/> for the estimators and
/// their sources).
/// </summary>
public static class OffPolicy
{
    /// <summary>Judges a policy.</summary>
    /// <param name="choices">The log, two choices and more, of two clusters and more.</param>
    /// <param name="withModel">Whether the choices have the rewards that a model expects.</param>
    /// <param name="settings">How; null: the defaults.</param>
    /// <exception cref="ArgumentException">There are too few choices, or all weights are 0: the log says nothing of the policy.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number of a choice is out of its range; says of which.</exception>
    /// <exception cref="SettingOutOfRangeException">A setting is out of its range.</exception>
    public static OffPolicyReport Evaluate(IReadOnlyList<LoggedChoice> choices, bool withModel, OffPolicySettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(choices);
        settings ??= new OffPolicySettings();
        settings.Validate();
        int[] clusters = Clusters(choices, out int count);
        if (count < 2)
            throw new ArgumentException($"The choices must be of two clusters and more; got {choices.Count} choices of {count}", nameof(choices));

        double rewards = 0, weights = 0, squares = 0, largest = 0;
        int clipped = 0;
        for (int i = 0; i < choices.Count; i++)
        {
            Require(choices[i], i);
            double weight = choices[i].TargetProbability / choices[i].Propensity;
            largest = Math.Max(largest, weight);
            clipped += weight > settings.Clip ? 1 : 0;
            weight = Math.Min(weight, settings.Clip);
            rewards += choices[i].Reward;
            weights += weight;
            squares += weight * weight;
        }
        if (weights == 0)
            throw new ArgumentException("The judged policy makes none of the logged choices: the log says nothing of it", nameof(choices));

        OffPolicyEstimate mean = Estimate(default, choices, clusters, count, settings, static (choice, _, _) => (choice.TargetProbability / choice.Propensity, 0, 1));
        return new OffPolicyReport
        {
            Choices = choices.Count,
            Clusters = count,
            LoggedValue = rewards / choices.Count,
            Estimates = [.. Estimators(withModel).Select(estimator => Estimate(estimator, choices, clusters, count, settings, Parts(estimator, settings)))],
            MeanWeight = mean.Value,
            MeanWeightError = mean.StandardError,
            LargestWeight = largest,
            EffectiveChoices = weights * weights / squares,
            ClippedShare = (double)clipped / choices.Count,
        };
    }

    private static IEnumerable<OffPolicyEstimator> Estimators(bool withModel) =>
        withModel ? Enum.GetValues<OffPolicyEstimator>() : [OffPolicyEstimator.Ips, OffPolicyEstimator.Snips];

    // Each value is a mean, and a sum by another one: what a choice brings to the mean, to the sum above and to the sum below, from its weight and its clipped weight.
    private static Func<LoggedChoice, double, double, (double Mean, double Above, double Below)> Parts(OffPolicyEstimator estimator, OffPolicySettings settings) => estimator switch
    {
        OffPolicyEstimator.Ips => (choice, _, clipped) => (clipped * choice.Reward, 0, 1),
        OffPolicyEstimator.Snips => (choice, _, clipped) => (0, clipped * choice.Reward, clipped),
        OffPolicyEstimator.DirectMethod => (choice, _, _) => (choice.ExpectedOfTarget, 0, 1),
        OffPolicyEstimator.DoublyRobust => (choice, _, clipped) => (choice.ExpectedOfTarget + (clipped * Error(choice)), 0, 1),
        OffPolicyEstimator.SelfNormalizedDoublyRobust => (choice, _, clipped) => (choice.ExpectedOfTarget, clipped * Error(choice), clipped),
        OffPolicyEstimator.SwitchDoublyRobust => (choice, weight, clipped) => (choice.ExpectedOfTarget + (weight <= settings.SwitchAt ? clipped * Error(choice) : 0), 0, 1),
        _ => throw new ArgumentOutOfRangeException(nameof(estimator), estimator, "There is no such estimator"),
    };

    private static double Error(LoggedChoice choice) => choice.Reward - choice.ExpectedOfChoice;

    private static OffPolicyEstimate Estimate(
        OffPolicyEstimator estimator,
        IReadOnlyList<LoggedChoice> choices,
        int[] clusters,
        int count,
        OffPolicySettings settings,
        Func<LoggedChoice, double, double, (double Mean, double Above, double Below)> parts)
    {
        double[] means = new double[count], sizes = new double[count], above = new double[count], below = new double[count];
        for (int i = 0; i < choices.Count; i++)
        {
            double weight = choices[i].TargetProbability / choices[i].Propensity;
            (double mean, double over, double under) = parts(choices[i], weight, Math.Min(weight, settings.Clip));
            means[clusters[i]] += mean;
            sizes[clusters[i]]++;
            above[clusters[i]] += over;
            below[clusters[i]] += under;
        }
        double by = below.Sum();
        double average = means.Sum() / choices.Count, ratio = above.Sum() / by;

        // The spread of a mean and of a ratio of sums over clusters together, to the first order (Cochran 1977, section 6.4).
        double squares = 0;
        for (int cluster = 0; cluster < count; cluster++)
        {
            double residual = ((means[cluster] - (average * sizes[cluster])) / choices.Count) + ((above[cluster] - (ratio * below[cluster])) / by);
            squares += residual * residual;
        }
        double value = average + ratio;
        double error = Math.Sqrt(squares * count / (count - 1));
        double half = error * Distributions.StudentQuantile((1 + settings.Confidence) / 2, count - 1);
        return new OffPolicyEstimate(estimator, value, error, new Interval(value - half, value + half));
    }

    private static int[] Clusters(IReadOnlyList<LoggedChoice> choices, out int count)
    {
        int[] clusters = new int[choices.Count];
        var numbers = new Dictionary<int, int>();
        count = 0;
        for (int i = 0; i < clusters.Length; i++)
        {
            if (choices[i].Cluster < 0)
            {
                clusters[i] = count++;
                continue;
            }
            ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, choices[i].Cluster, out bool known);
            if (!known)
                number = count++;
            clusters[i] = number;
        }
        return clusters;
    }

    private static void Require(LoggedChoice choice, int at)
    {
        if (!double.IsFinite(choice.Reward))
            throw new ArgumentOutOfRangeException(nameof(choice), choice.Reward, $"Choice {at} has a reward that is no finite number");
        if (choice.Propensity is not (> 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(choice), choice.Propensity, $"Choice {at} has a propensity that is not above 0 and at most 1");
        if (choice.TargetProbability is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(choice), choice.TargetProbability, $"Choice {at} has a probability under the judged policy that is not 0 to 1");
        if (!double.IsFinite(choice.ExpectedOfChoice) || !double.IsFinite(choice.ExpectedOfTarget))
            throw new ArgumentOutOfRangeException(nameof(choice), choice, $"Choice {at} has an expected reward that is no finite number");
    }
}
