using System.Globalization;
using Perto.Learning;
using Perto.Platform;

namespace Perto.Recommendations;

/// <summary>
/// A blend by name: <c>models=ease+ials*6</c> is one model of the first kind and six of the second with seeds of their own;
/// <c>ials.dimensions=128</c> is a parameter of a part. The weights are fitted on an inner split of what it is fitted on, the parts then once
/// more on all of it; one without weight is left out.
/// </summary>
public static class BlendPlan
{
    // Five kinds can be blended, and a blend has at most 64 parts.
    private const int MostOfOneKind = 12;

    /// <summary>What is blended where nothing is said.</summary>
    public const string DefaultModels = $"{Ease.ModelKind}+{ImplicitAls.ModelKind}";

    internal static ModelPlan Read(ParameterReader reader)
    {
        string models = reader.Read("models", DefaultModels);
        int k = reader.Read("k", 10);
        double hidden = reader.Read("hidden", 0.2);
        int seed = reader.Read("seed", 1);
        if (k is < 1 or > 1_000)
            throw InvalidValueException.OutOfRange("k", k, 1, 1_000);
        if (!(hidden is > 0 and < 1))
            throw new InvalidValueException("hidden", hidden, "above 0 and below 1", FormattableString.Invariant($"hidden of blend must be above 0 and below 1; got {hidden}"));

        string[] kinds = [.. models.Split('+', StringSplitOptions.TrimEntries).Select(part => part.Split('*')[0])];
        if (kinds.GroupBy(kind => kind, StringComparer.Ordinal).FirstOrDefault(kind => kind.Count() > 1) is { } repeated)
            throw new InvalidValueException("models", models, "each kind once", $"models of blend must name each kind once; several of one are '{repeated.Key}*{repeated.Count()}'; got '{models}'");

        ModelPlan[] parts = [.. models.Split('+', StringSplitOptions.TrimEntries).SelectMany(part => Parts(part, reader))];
        return new ModelPlan(Blend.ModelKind, reader.Values, (train, options, cancel) =>
        {
            HiddenInteractions inner = HiddenInteractions.Of(train, hidden, seed);
            IRecommenderModel[] tried = [.. parts.Select(part => part.Fit(inner.Known, options, cancel))];
            float[] weights = BlendFit.Weights(tried, inner, k, options, cancel);
            int[] used = [.. Enumerable.Range(0, parts.Length).Where(part => weights[part] > 0)];
            return new Blend([.. used.Select(part => parts[part].Fit(train, options, cancel))], [.. used.Select(part => weights[part])]);
        });
    }

    private static IEnumerable<ModelPlan> Parts(string text, ParameterReader reader)
    {
        string[] split = text.Split('*', 2);
        string kind = split[0];
        if (kind is Blend.ModelKind or BiasedFactors.ModelKind || !ModelFactory.Names.Contains(kind))
        {
            string allowed = string.Join(", ", ModelFactory.Names.Where(name => name is not (Blend.ModelKind or BiasedFactors.ModelKind)));
            throw new InvalidValueException("models", text, allowed, $"models of blend must be names joined by +, each one of {allowed}; got '{text}'");
        }

        int times = 1;
        if (split.Length == 2 && !(int.TryParse(split[1], NumberStyles.None, CultureInfo.InvariantCulture, out times) && times is >= 1 and <= MostOfOneKind))
            throw new InvalidValueException("models", text, $"1 to {MostOfOneKind} of one kind", $"models of blend must have 1 to {MostOfOneKind} of one kind; got '{text}'");

        Dictionary<string, string> given = reader.Given(kind);
        ModelPlan first = ModelFactory.Plan(kind, given);
        reader.Remember(kind, first.Parameters);
        yield return first;
        if (times == 1)
            yield break;
        if (!first.Parameters.TryGetValue("seed", out string? seed))
            throw new InvalidValueException("models", text, "one of a kind without a seed", $"{kind} is the same each time: it has no seed; got '{text}'");
        for (int other = 1; other < times; other++)
            yield return ModelFactory.Plan(kind, new Dictionary<string, string>(given) { ["seed"] = (long.Parse(seed, CultureInfo.InvariantCulture) + other).ToString(CultureInfo.InvariantCulture) });
    }
}
