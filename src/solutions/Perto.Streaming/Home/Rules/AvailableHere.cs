using Perto.Recommendations;
using Perto.Vectors;

namespace Perto.Streaming;

/// <summary>
/// What the country or the subscription does not have is not shown. A title that names none is for all; where the country or the subscription of who asks is
/// not known, it is not judged.
/// </summary>
public sealed class AvailableHere : IRule<HomeContext, Title>
{
    /// <summary>Payload fields of vector collections with titles.</summary>
    internal const string CountriesField = "countries", TiersField = "tiers";

    // In the payload of a title that names none.
    private const string All = "*";

    /// <inheritdoc/>
    public string Name => "availability";

    /// <inheritdoc/>
    public RuleEffect Judge(HomeContext context, CandidateSet<Title> candidates, int candidate) =>
        Hides(context.Country, context.Tier, candidates[candidate]) ? RuleEffect.Drop : RuleEffect.Keep;

    /// <summary>The rule itself.</summary>
    internal static bool Hides(string? country, string? tier, Title title) => Lacks(title.Countries, country) || Lacks(title.Tiers, tier);

    /// <summary>What vector collections keep of it.</summary>
    internal static void Describe(VectorRecord record, Title title)
    {
        record.Payload[CountriesField] = Words(title.Countries);
        record.Payload[TiersField] = Words(title.Tiers);
    }

    /// <summary>The rule over the payload of a vector collection.</summary>
    internal static IEnumerable<Filter> Filters(string? country, string? tier)
    {
        if (country is not null)
            yield return Filter.In(CountriesField, All, Word(country));
        if (tier is not null)
            yield return Filter.In(TiersField, All, Word(tier));
    }

    private static bool Lacks(IReadOnlyList<string> named, string? asked) =>
        asked is not null && named.Count > 0 && !named.Contains(asked, StringComparer.OrdinalIgnoreCase);

    private static string[] Words(IReadOnlyList<string> named) => named.Count == 0 ? [All] : [.. named.Select(Word)];

    private static string Word(string text) => text.ToUpperInvariant();
}
