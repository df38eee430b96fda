using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Perto.Platform;

/// <summary>Says at the start of a host how it re-ranks, so that nobody learns it from the answers.</summary>
internal sealed class RerankingStart(RerankModels models, ILogger<RerankingStart> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        (RerankProfile profile, RerankModel model) = models.Current;
        if (model.Reranker is not null)
            RerankLog.Ready(logger, profile.Name, model.Name, profile.Retrieve, profile.Keep);
        else if (model.Problem is { } problem)
            RerankLog.Unusable(logger, profile.Name, model.Name, problem);
        else
            RerankLog.Off(logger, models.DefaultProblem ?? "Perto:Reranking:Profile is none");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
