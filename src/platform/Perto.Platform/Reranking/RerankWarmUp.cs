namespace Perto.Platform;

/// <summary>Loads weights of this machine before the first query comes, which would wait for them longer than it may.</summary>
internal sealed class RerankWarmUp(RerankModels models, RerankCalls calls) : IWarmUp
{
    // What others run is warm, and asking costs.
    private const string OfThisMachine = "local";

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    public async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        if (models.Current.Model is { Reranker: not null, Name.Provider: OfThisMachine } model)
            await calls.TryAsync(TenantId.Local, model, "warm", ["up"], Longest, cancellationToken);
    }
}
