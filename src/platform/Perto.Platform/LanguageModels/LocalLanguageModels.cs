using System.Globalization;

namespace Perto.Platform;

/// <summary>The language models of this process.</summary>
public sealed class LocalLanguageModels : ILanguageModelAdministration
{
    private const int MostDays = 366;

    private readonly IReadOnlyList<IEmbeddingProvider> _embedding;
    private readonly IReadOnlyList<IRerankingProvider> _reranking;
    private readonly IReadOnlyList<IChatProvider> _chat;
    private readonly IReadOnlyList<IConfiguredProvider> _configured;
    private readonly Dependencies _dependencies;
    private readonly ModelPrices _prices;
    private readonly ModelRates _rates;
    private readonly ModelUsage _usage;

    internal LocalLanguageModels(
        IEnumerable<IEmbeddingProvider> embedding,
        IEnumerable<IRerankingProvider> reranking,
        IEnumerable<IChatProvider> chat,
        IEnumerable<IConfiguredProvider> configured,
        Dependencies dependencies,
        ModelPrices prices,
        ModelRates rates,
        ModelUsage usage)
    {
        _embedding = [.. embedding];
        _reranking = [.. reranking];
        _chat = [.. chat];
        _configured = [.. configured];
        _dependencies = dependencies;
        _prices = prices;
        _rates = rates;
        _usage = usage;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<LanguageModelProvider>> ListAsync(CancellationToken cancellationToken = default)
    {
        string[] names = [.. _embedding.Select(one => one.Name).Concat(_reranking.Select(one => one.Name)).Concat(_chat.Select(one => one.Name)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return Task.FromResult<IReadOnlyList<LanguageModelProvider>>([.. names.Select(Describe)]);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ModelUsageRow>> UsageAsync(DateOnly from, DateOnly to, string? tenant = null, CancellationToken cancellationToken = default) =>
        UsageAsync(Caller.Local.TenantOr(tenant), from, to, cancellationToken);

    /// <summary>What the models of a tenant took, with what is not written down yet.</summary>
    internal Task<IReadOnlyList<ModelUsageRow>> UsageAsync(TenantId tenant, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        if (to < from || to.DayNumber - from.DayNumber >= MostDays)
        {
            string given = to.ToString("O", CultureInfo.InvariantCulture);
            string rule = string.Create(CultureInfo.InvariantCulture, $"from {from:O} to {from.AddDays(Math.Min(MostDays - 1, DateOnly.MaxValue.DayNumber - from.DayNumber)):O}");
            throw new InvalidValueException("to", given, rule, $"to must be {rule} ({MostDays} days at most); got {given}");
        }
        return _usage.ReadAsync(tenant, from, to, cancellationToken);
    }

    private LanguageModelProvider Describe(string name)
    {
        IConfiguredProvider? configured = _configured.FirstOrDefault(one => one.Name == name);
        RateSettings limits = _rates[name].Settings;
        DependencyState[] states = configured is null or { MissingSetting: not null } ? [] : [.. configured.Dependencies.Select(dependency => _dependencies[dependency].State)];
        return new LanguageModelProvider
        {
            Name = name,
            Kinds =
            [
                .. Kinds(_embedding.Any(one => one.Name == name), LanguageModelKind.Embedding),
                .. Kinds(_reranking.Any(one => one.Name == name), LanguageModelKind.Reranking),
                .. Kinds(_chat.Any(one => one.Name == name), LanguageModelKind.Chat),
            ],
            MissingSetting = configured?.MissingSetting,
            State = states.Length == 0 ? null
                : states.Contains(DependencyState.Down) ? DependencyState.Down
                : states.Contains(DependencyState.Probing) ? DependencyState.Probing
                : DependencyState.Up,
            Models = [.. configured?.Models.Select(model => Describe(name, model)) ?? []],
            RequestsPerMinute = limits.RequestsPerMinute,
            TokensPerMinute = limits.TokensPerMinute,
        };
    }

    private LanguageModelInfo Describe(string provider, ConfiguredModel model)
    {
        ModelPrice? price = _prices.Of(new ModelName(provider, model.Model));
        return new LanguageModelInfo
        {
            Kind = model.Kind,
            Model = model.Model,
            InputMicroUsdPerMillion = Micro(price?.InputPerMillion),
            OutputMicroUsdPerMillion = model.Kind == LanguageModelKind.Chat ? Micro(price?.OutputPerMillion) : null,
            MicroUsdPerThousandSearches = model.Kind == LanguageModelKind.Reranking ? Micro(price?.PerThousandSearches) : null,
        };
    }

    private static IEnumerable<LanguageModelKind> Kinds(bool has, LanguageModelKind kind) => has ? [kind] : [];

    private static long? Micro(decimal? usd) => usd is { } price ? (long)(price * 1_000_000) : null;
}
