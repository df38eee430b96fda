using System.Globalization;
using Perto.Learning;
using Perto.Targeting;

namespace Perto.Streaming;

/// <summary>Judges policies by choices that chance made.</summary>
internal static class ChanceEvidence
{
    // With fewer an interval says nothing, and looks as if it did.
    private const double FewestEffective = 20;

    public static ServedEvidence Of(string question, IReadOnlyList<DrawnChoice> choices, string noneSaid)
    {
        var evidence = new ServedEvidence(question, choices.Count);
        if (choices.Select(choice => choice.User).Distinct(StringComparer.Ordinal).Take(2).Count() < 2)
            return evidence with { Refusal = noneSaid };
        // Nobody's reward is expected by a model that has seen what they did.
        ILookup<bool, DrawnChoice> halves = choices.ToLookup(choice => IsOfFirstHalf(choice.User));
        var models = new Dictionary<bool, RewardModel> { [true] = RewardModel.Fit([.. halves[false]]), [false] = RewardModel.Fit([.. halves[true]]) };
        var log = new DecisionLog();
        foreach (DrawnChoice choice in choices)
        {
            RewardModel model = models[IsOfFirstHalf(choice.User)];
            double[] expected = [.. choice.Options.Select(model.Expected)];
            log.Add(
                new LoggedDecision
                {
                    Slate = choice.Page,
                    Action = choice.Options[choice.Chosen].Name,
                    Propensity = choice.Propensity,
                    Reward = choice.Reward,
                    Cluster = choice.User,
                    Policies = choice.Policies.ToDictionary(policy => policy.Key, policy => policy.Value[choice.Chosen], StringComparer.Ordinal),
                    ExpectedReward = expected[choice.Chosen],
                    ExpectedPolicies = choice.Policies.ToDictionary(
                        policy => policy.Key, policy => policy.Value.Zip(expected, (probability, reward) => probability * reward).Sum(), StringComparer.Ordinal),
                },
                choice.Page);
        }
        IReadOnlyList<PolicyValue> values = log.Evaluate(new OffPolicySettings());
        double effective = values.Min(value => value.Report?.EffectiveChoices ?? 0);
        return effective < FewestEffective
            ? evidence with
            {
                Refusal = string.Create(
                    CultureInfo.InvariantCulture, $"the pages are worth {effective:0.#} choices of what is judged, and {FewestEffective:0} are needed: it does what was hardly ever served"),
            }
            : evidence with { Values = values };
    }

    private static bool IsOfFirstHalf(string user)
    {
        uint hash = 2166136261;
        foreach (char letter in user)
            hash = (hash ^ letter) * 16777619;
        return ((hash >> 16) & 1) == 0;
    }
}
