namespace Perto.Platform;

/// <summary>Deletes old versions of trained models, which are megabytes each.</summary>
internal sealed class ModelPruning(ModelRegistry registry) : IScheduledJob
{
    private const int Kept = 5;

    public async Task<string> RunAsync(JobContext context, CancellationToken cancellationToken) =>
        $"{await registry.PruneAsync(Kept, cancellationToken):N0} old versions deleted";
}
