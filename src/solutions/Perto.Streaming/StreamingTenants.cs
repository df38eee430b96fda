namespace Perto.Streaming;

/// <summary>Hands out the streaming solution of a tenant.</summary>
public sealed class StreamingTenants(
    StreamingService service,
    EventLog log,
    StreamingImports imports,
    CollaborativeTraining training,
    RankerTraining ranker,
    ContentVectors vectors,
    MeasuresReader measures,
    ServedPolicies policies,
    Pins pins,
    Batches batches)
{
    /// <summary>The solution in process, bound to <paramref name="tenant"/>.</summary>
    public IStreaming For(TenantId tenant) => new LocalStreaming(tenant, service, log, imports, training, ranker, vectors, measures, policies, pins, batches);
}
