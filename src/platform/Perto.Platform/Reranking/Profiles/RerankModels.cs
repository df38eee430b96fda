using System.Collections.Concurrent;

namespace Perto.Platform;

/// <summary>The re-rankers that the settings name, made when they are first needed. Safe for use by many threads.</summary>
internal sealed class RerankModels(LanguageModels models, RerankingSettings settings, TimeProvider clock)
{
    // Weights may be put into the folder, and keys into settings, while the server runs.
    private static readonly TimeSpan TryAgain = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<ModelName, Lazy<RerankModel>> _known = new();
    private readonly ModelName[] _allowed = [.. settings.AllowedModels.Select(model => RerankProfile.Parse(model, nameof(settings.AllowedModels)))];
    private readonly bool _chosen = settings is { Profile: not null } or { Model.Length: > 0 };

    /// <summary>The profile that the settings describe; <c>none</c> where they describe none and the default's model is not there.</summary>
    public RerankProfile Profile => Current.Profile;

    /// <summary>The profile and its model.</summary>
    public (RerankProfile Profile, RerankModel Model) Current
    {
        get
        {
            RerankProfile profile = RerankProfile.Of(settings);
            if (profile.Model is not { } name)
                return (profile, RerankModel.None);
            RerankModel model = Find(name);
            return model.Reranker is null && !_chosen ? (RerankProfile.Of(RerankProfileName.None), RerankModel.None) : (profile, model);
        }
    }

    /// <summary>The model that a caller names where it is allowed, by its whole name or by that of its provider; else the one of the profile.</summary>
    public RerankModel Of(string? name)
    {
        if (name is { Length: > 0 })
        {
            foreach (ModelName allowed in _allowed)
            {
                if (name == allowed.ToString() || name == allowed.Model)
                    return Find(allowed);
            }
        }
        return Current.Model;
    }

    /// <summary>The default's own words on why it is not used, where the settings choose nothing.</summary>
    public string? DefaultProblem => _chosen ? null : Find(RerankProfile.Of(RerankProfileName.Development).Model!.Value).Problem;

    private RerankModel Find(ModelName name)
    {
        Lazy<RerankModel> known = _known.GetOrAdd(name, Make);
        if (known is { IsValueCreated: true, Value: { Reranker: null, At: var at } } && clock.GetUtcNow() - at >= TryAgain)
        {
            _known.TryUpdate(name, Make(name), known);
            known = _known[name];
        }
        return known.Value;
    }

    private Lazy<RerankModel> Make(ModelName name) => new(() =>
    {
        try
        {
            return new RerankModel(name, models.Reranker(name), Problem: null, clock.GetUtcNow());
        }
        catch (Exception unusable) when (unusable is PertoException or IOException or InvalidDataException or FormatException or ArgumentException or NotSupportedException or UnauthorizedAccessException)
        {
            // What a model's own files do wrong must not take the search down with it.
            return new RerankModel(name, Reranker: null, unusable.Message, clock.GetUtcNow());
        }
    });
}
