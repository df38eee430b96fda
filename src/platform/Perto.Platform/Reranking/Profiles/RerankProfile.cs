namespace Perto.Platform;

/// <summary>How queries are re-ranked.</summary>
public sealed record RerankProfile
{
    /// <summary>Its name: that of a <see cref="RerankProfileName"/> in lower case, or <c>custom</c> where the settings name a model and no profile.</summary>
    public required string Name { get; init; }

    /// <summary>Which model; null: none.</summary>
    public required ModelName? Model { get; init; }

    /// <summary>Candidates to retrieve.</summary>
    public required int Retrieve { get; init; }

    /// <summary>Results to keep.</summary>
    public required int Keep { get; init; }

    /// <summary>The most candidates that the re-ranker judges; those behind them follow in the order of retrieval.</summary>
    public required int Depth { get; init; }

    /// <summary>Results with a lower score are left out, down to three.</summary>
    public required double Threshold { get; init; }

    /// <summary>Whether rules decide for each query; else every query is re-ranked.</summary>
    public required bool Adaptive { get; init; }

    /// <summary>The profile of a name.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such name.</exception>
    public static RerankProfile Of(RerankProfileName name) => name switch
    {
        RerankProfileName.None => Make("none", model: null, 50, 10, .5, adaptive: true),
        RerankProfileName.Development => Make("development", "local:ms-marco-MiniLM-L-6-v2", 20, 5, .5, adaptive: true),
        RerankProfileName.Staging => Make("staging", "jina:jina-reranker-v1-base-en", 50, 10, .5, adaptive: true),
        RerankProfileName.Production => Make("production", "jina:jina-reranker-v1-turbo-en", 100, 10, .6, adaptive: true),
        RerankProfileName.Enterprise => Make("enterprise", "cohere:rerank-english-v2.0", 100, 15, .7, adaptive: false),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such profile"),
    };

    /// <summary>The profile that the settings describe: that of its name, with what they say otherwise in place of its values.</summary>
    /// <exception cref="InvalidSettingException">The model is no name of one, or more is kept than retrieved.</exception>
    internal static RerankProfile Of(RerankingSettings settings)
    {
        RerankProfile profile = settings switch
        {
            { Profile: { } name } => Of(name),
            { Model.Length: > 0 } => Make("custom", model: null, 50, 10, .5, adaptive: true),
            _ => Of(RerankProfileName.Development),
        };
        int retrieve = settings.Retrieve ?? profile.Retrieve;
        int keep = settings.Keep ?? profile.Keep;
        if (keep > retrieve)
            throw new InvalidSettingException(RerankingSettings.PathOf(nameof(settings.Keep)), $"'{keep}'", $"1..{retrieve}, as many as are retrieved");
        return profile with
        {
            Model = settings.Model is { Length: > 0 } model ? Parse(model, nameof(settings.Model)) : profile.Model,
            Retrieve = retrieve,
            Keep = keep,
            Depth = settings.Depth ?? Math.Min(retrieve, profile.Depth),
            Threshold = settings.Threshold ?? profile.Threshold,
            Adaptive = settings.Adaptive ?? profile.Adaptive,
        };
    }

    /// <summary>Reads the name of a model in a setting.</summary>
    /// <exception cref="InvalidSettingException">It is none.</exception>
    internal static ModelName Parse(string model, string setting)
    {
        try
        {
            return ModelName.Parse(model, setting);
        }
        catch (InvalidValueException wrong)
        {
            throw new InvalidSettingException(RerankingSettings.PathOf(setting), $"'{model}'", wrong.Allowed, wrong);
        }
    }

    private static RerankProfile Make(string name, string? model, int retrieve, int keep, double threshold, bool adaptive) => new()
    {
        Name = name,
        Model = model is null ? null : ModelName.Parse(model),
        Retrieve = retrieve,
        Keep = keep,
        Depth = retrieve,
        Threshold = threshold,
        Adaptive = adaptive,
    };
}
