using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Perto.Platform;

/// <summary>Counts what language models take.</summary>
internal sealed class ModelUsageMetrics
{
    public const string MeterName = "Perto.LanguageModels";

    private readonly Counter<long> _requests;
    private readonly Counter<long> _unpriced;
    private readonly Counter<long> _tokens;
    private readonly Counter<double> _cost;
    private readonly Counter<long> _refused;

    public ModelUsageMetrics(IMeterFactory meters)
    {
        Meter meter = meters.Create(MeterName);
        _requests = meter.CreateCounter<long>("perto.language_models.requests", description: "Requests of language models that were answered");
        _unpriced = meter.CreateCounter<long>("perto.language_models.unpriced_requests", description: "Requests of language models whose cost is not known");
        _tokens = meter.CreateCounter<long>("perto.language_models.tokens", description: "Tokens that language models read and wrote");
        _cost = meter.CreateCounter<double>("perto.language_models.cost", "USD", "What requests of language models cost, where it is known");
        _refused = meter.CreateCounter<long>("perto.language_models.refused", description: "Calls of language models that a limit of spending refused");
    }

    public void Answered(ModelName model, string purpose, ModelWork work, decimal? microUsd)
    {
        TagList tags = new() { { "provider", model.Provider }, { "model", model.Model }, { "purpose", purpose } };
        _requests.Add(1, tags);
        if (microUsd is { } cost)
            _cost.Add((double)cost / 1e6, tags);
        else
            _unpriced.Add(1, tags);
        _tokens.Add(work.InputTokens ?? 0, [.. tags, new("direction", "input")]);
        _tokens.Add(work.OutputTokens ?? 0, [.. tags, new("direction", "output")]);
    }

    public void Refused(ModelName model) => _refused.Add(1, new TagList { { "provider", model.Provider }, { "model", model.Model } });
}
