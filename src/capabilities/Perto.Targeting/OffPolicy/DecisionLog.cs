using Perto.Learning;
using Perto.Platform;

namespace Perto.Targeting;

/// <summary>A log of choices, and what other policies would be worth by it.</summary>
public sealed class DecisionLog
{
    /// <summary>The name of a policy that has none.</summary>
    public const string OnlyPolicy = "target";

    private const int WeightsShown = 5;
    private const double FewEffective = 100;

    private readonly Dictionary<string, int> _clusters = new(StringComparer.Ordinal);
    private readonly List<(LoggedDecision Decision, string Place, int Cluster)> _decisions = [];
    private string[]? _policies;
    private bool _withModel;

    /// <summary>How many choices there are.</summary>
    public int Count => _decisions.Count;

    /// <summary>Adds a choice.</summary>
    /// <param name="decision">What was logged.</param>
    /// <param name="place">Where, for messages: <c>log.jsonl:17</c>.</param>
    /// <exception cref="InvalidValueException">It breaks a rule, or has other policies or no model where the first one has.</exception>
    public void Add(LoggedDecision decision, string place)
    {
        ArgumentNullException.ThrowIfNull(decision);
        if (!(decision.Propensity is > 0 and <= 1))
            throw Refused(place, "propensity", decision.Propensity, "above 0 and at most 1");
        if (!double.IsFinite(decision.Reward))
            throw Refused(place, "reward", decision.Reward, "a finite number");
        if ((decision.TargetPropensity is null) == (decision.Policies is null))
            throw Refused(place, "target_propensity", decision.TargetPropensity, "given, or else policies: one of them");
        string[] policies = [.. Probabilities(decision).Keys.Order(StringComparer.Ordinal)];
        bool withModel = decision.ExpectedReward is not null;
        if (_policies is null)
            (_policies, _withModel) = (policies, withModel);
        if (policies.Length == 0 || !policies.SequenceEqual(_policies, StringComparer.Ordinal))
            throw Refused(place, "policies", string.Join(", ", policies), $"the same in all lines, and one or more ({string.Join(", ", _policies)})");
        if (withModel != _withModel)
            throw Refused(place, "expected_reward", decision.ExpectedReward, _withModel ? "given, as in the first line" : "left out, as in the first line");
        foreach ((string policy, double probability) in Probabilities(decision))
        {
            if (!(probability is >= 0 and <= 1))
                throw Refused(place, policy, probability, "0 to 1");
            if (withModel && !double.IsFinite(Expected(decision, policy)))
                throw Refused(place, decision.Policies is null ? "expected_target" : $"expected_policies.{policy}", null, "a finite number, as there is an expected_reward");
        }
        if (withModel && !double.IsFinite(decision.ExpectedReward!.Value))
            throw Refused(place, "expected_reward", decision.ExpectedReward, "a finite number");
        string cluster = decision.Cluster is null ? $"slate {decision.Slate}" : $"cluster {decision.Cluster}";
        if (!_clusters.TryGetValue(cluster, out int number))
            _clusters[cluster] = number = _clusters.Count;
        _decisions.Add((decision, place, number));
    }

    /// <summary>Judges each policy of the log, by name.</summary>
    /// <exception cref="InvalidValueException">There are fewer than two clusters.</exception>
    public IReadOnlyList<PolicyValue> Evaluate(OffPolicySettings settings)
    {
        if (_clusters.Count < 2)
            throw new InvalidValueException("log", _clusters.Count, "two clusters and more", $"The log must have choices of two slates or clusters and more; it has {_decisions.Count} choices of {_clusters.Count}");
        return [.. _policies!.Select(policy => Evaluate(policy, settings))];
    }

    private PolicyValue Evaluate(string policy, OffPolicySettings settings)
    {
        LoggedChoice[] choices = [.. _decisions.Select(one => new LoggedChoice(one.Decision.Reward, one.Decision.Propensity, Probabilities(one.Decision)[policy])
        {
            ExpectedOfChoice = one.Decision.ExpectedReward ?? 0,
            ExpectedOfTarget = _withModel ? Expected(one.Decision, policy) : 0,
            Cluster = one.Cluster,
        })];
        if (choices.All(choice => choice.TargetProbability == 0))
            return new PolicyValue(policy) { Warnings = ["the policy makes none of the logged choices: the log says nothing of it"] };
        OffPolicyReport report = OffPolicy.Evaluate(choices, _withModel, settings);
        return new PolicyValue(policy)
        {
            Report = report,
            LargestWeights = [.. _decisions.Zip(choices)
                .Select(pair => new LoggedWeight(pair.First.Place, pair.First.Decision.Slate, pair.First.Decision.Action, pair.Second.TargetProbability / pair.Second.Propensity, pair.Second.Reward))
                .OrderByDescending(weight => weight.Weight)
                .Take(WeightsShown)],
            Warnings = [.. WarningsOf(report)],
        };
    }

    private static IEnumerable<string> WarningsOf(OffPolicyReport report)
    {
        if (!report.WeightsAddUp)
        {
            yield return report.MeanWeight < 1
                ? FormattableString.Invariant($"weights have the mean {report.MeanWeight:0.###} and not 1: the policy makes choices that the log never tried, or propensities are too high; what it is worth there is not known")
                : FormattableString.Invariant($"weights have the mean {report.MeanWeight:0.###} and not 1: propensities are too low, or the log is a part of the choices only");
        }
        if (report.EffectiveChoices < FewEffective)
            yield return FormattableString.Invariant($"the log is worth {report.EffectiveChoices:0.#} choices of the policy itself: too few for intervals that can be relied on");
        if (report.ClippedShare > 0)
            yield return FormattableString.Invariant($"{report.ClippedShare:0.###%} of the weights are clipped, which pulls values to those of the policy that chose");
    }

    private static IReadOnlyDictionary<string, double> Probabilities(LoggedDecision decision) =>
        decision.Policies ?? new Dictionary<string, double>(StringComparer.Ordinal) { [OnlyPolicy] = decision.TargetPropensity!.Value };

    private static double Expected(LoggedDecision decision, string policy) =>
        decision.Policies is null ? decision.ExpectedTarget ?? double.NaN : decision.ExpectedPolicies?.GetValueOrDefault(policy, double.NaN) ?? double.NaN;

    private static InvalidValueException Refused(string place, string field, object? given, string rule) =>
        new(field, given, rule, $"{place}: {field} must be {rule}; got '{given}'");
}
