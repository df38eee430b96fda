using Perto.Recommendations;
using Perto.Vectors;

namespace Perto.Streaming;

/// <summary>A profile with an age limit sees what may be seen at that age. What was never rated is not shown to it: nobody has said that a child may see it.</summary>
public sealed class FitForProfile : IRule<HomeContext, Title>
{
    /// <summary>Payload field of vector collections with titles; missing where a title was not rated.</summary>
    internal const string MaturityField = "maturity";

    /// <inheritdoc/>
    public string Name => "maturity";

    /// <inheritdoc/>
    public RuleEffect Judge(HomeContext context, CandidateSet<Title> candidates, int candidate) =>
        Hides(context.Profile?.Maturity, candidates[candidate]) ? RuleEffect.Drop : RuleEffect.Keep;

    /// <summary>The rule itself.</summary>
    internal static bool Hides(int? limit, Title title) => limit is not null && !(title.Maturity <= limit);

    /// <summary>What vector collections keep of it.</summary>
    internal static void Describe(VectorRecord record, Title title)
    {
        if (title.Maturity is { } maturity)
            record.Payload[MaturityField] = maturity;
    }

    /// <summary>The rule over the payload of a vector collection.</summary>
    internal static IEnumerable<Filter> Filters(int? limit) => limit is { } age ? [Filter.Lte(MaturityField, age)] : [];
}
