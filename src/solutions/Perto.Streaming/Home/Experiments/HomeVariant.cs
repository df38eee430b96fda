using System.Globalization;
using Perto.Platform;
using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>What a home page does differently in the arms of its experiments; what is not set is as the settings have it.</summary>
public sealed record HomeVariant
{
    /// <summary>Nothing.</summary>
    public static HomeVariant None { get; } = new();

    internal const string PageKey = "page";
    internal const string RankerKey = "ranker";
    internal const string LambdaKey = "lambda";
    internal const string ExplorationKey = "exploration";
    internal const string RowsKey = "rows";
    internal const string WeightKey = "weight.";

    private const string PopularPage = "popular";
    private const string PersonalPage = "personal";
    private const string LiveRanker = "live";
    private const string BlendRanker = "blend";
    private const double MostExploration = 0.5;
    private const double MostWeight = 100;

    /// <summary>Whether the page knows nothing of the person but what they may see: what most people watch.</summary>
    public bool IsPopular { get; init; }

    /// <summary>Whether the blend ranks, though there is a learned ranker.</summary>
    public bool ByBlend { get; init; }

    /// <summary>The version of the ranker; null for the live one.</summary>
    public int? RankerVersion { get; init; }

    /// <summary>How much relevance counts against difference, 0 to 1.</summary>
    public double? Lambda { get; init; }

    /// <summary>Share of the first 20 that is drawn, 0 to 0.5.</summary>
    public double? Exploration { get; init; }

    /// <summary>Who orders the rows.</summary>
    public RowOrderPolicy? Rows { get; init; }

    /// <summary>Weights of the blend.</summary>
    public BlendWeights? Weights { get; init; }

    /// <summary>Reads parameters of an arm.</summary>
    /// <param name="parameters">By name; null: none.</param>
    /// <param name="path">Where they stand, for messages: <c>arms[1].parameters</c>.</param>
    /// <exception cref="InvalidValueException">One is not known, has a value that it cannot have, or does nothing beside another.</exception>
    public static HomeVariant Read(IReadOnlyDictionary<string, string>? parameters, string path)
    {
        HomeVariant variant = None;
        Dictionary<string, double> weights = new(StringComparer.Ordinal);
        foreach ((string name, string value) in parameters ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            string field = $"{path}.{name}";
            variant = name switch
            {
                PageKey => variant with { IsPopular = OneOf(field, value, [PersonalPage, PopularPage]) == PopularPage },
                RankerKey => variant.RankedBy(field, value),
                LambdaKey => variant with { Lambda = Number(field, value, 1) },
                ExplorationKey => variant with { Exploration = Number(field, value, MostExploration) },
                RowsKey => variant with { Rows = PolicyOf(field, value) },
                _ when name.StartsWith(WeightKey, StringComparison.Ordinal) => variant.Weighing(field, name[WeightKey.Length..], value, weights),
                _ => throw Refused(field, value, $"one that the home page knows: {PageKey}, {RankerKey}, {LambdaKey}, {ExplorationKey}, {RowsKey}, {WeightKey}SOURCE"),
            };
        }
        if (variant.IsPopular && parameters!.Count > 1)
            throw Refused($"{path}.{PageKey}", PopularPage, "alone: nothing else changes a page that knows nothing of the person");
        if (weights.Count == 0)
            return variant;
        if (!variant.ByBlend)
            throw Refused($"{path}.{RankerKey}", parameters!.GetValueOrDefault(RankerKey), $"{BlendRanker} beside weights of sources, which are the blend's");
        return variant with { Weights = HomeRanker.WeightsWith(weights) };
    }

    private HomeVariant RankedBy(string field, string value) => value switch
    {
        LiveRanker => this,
        BlendRanker => this with { ByBlend = true },
        _ when Version(value) is { } version => this with { RankerVersion = version },
        _ => throw Refused(field, value, $"{LiveRanker}, {BlendRanker} or a version as {RankerModel.ModelName}@3"),
    };

    private static int? Version(string value)
    {
        const string named = RankerModel.ModelName + "@";
        string number = value.StartsWith(named, StringComparison.Ordinal) ? value[named.Length..] : value;
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int version) && version >= 1 ? version : null;
    }

    private HomeVariant Weighing(string field, string source, string value, Dictionary<string, double> weights)
    {
        if (!HomeRanker.WeighedSources.Contains(source))
            throw Refused(field, value, $"of a source that the blend weighs: {string.Join(", ", HomeRanker.WeighedSources)}");
        weights[source] = Number(field, value, MostWeight);
        return this;
    }

    private static RowOrderPolicy PolicyOf(string field, string value)
    {
        Dictionary<string, RowOrderPolicy> policies = Enum.GetValues<RowOrderPolicy>()
            .ToDictionary(policy => policy == RowOrderPolicy.UpperBound ? "upper_bound" : policy.ToString().ToLowerInvariant(), StringComparer.Ordinal);
        return policies[OneOf(field, value, [.. policies.Keys])];
    }

    private static double Number(string field, string value, double most) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) && number >= 0 && number <= most
            ? number
            : throw Refused(field, value, string.Create(CultureInfo.InvariantCulture, $"a number from 0 to {most}"));

    private static string OneOf(string field, string value, IReadOnlyList<string> words) =>
        words.Contains(value) ? value : throw Refused(field, value, $"one of {string.Join(", ", words)}");

    private static InvalidValueException Refused(string field, string? value, string rule) => new(field, value, rule, $"{field} must be {rule}; got '{value}'");
}
