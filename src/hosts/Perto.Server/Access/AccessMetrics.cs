using System.Diagnostics.Metrics;

namespace Perto.Server;

/// <summary>Counts who was turned away. No label names a tenant, a key or an address.</summary>
internal sealed class AccessMetrics
{
    private readonly Counter<long> _refused;

    public AccessMetrics(IMeterFactory meters) =>
        _refused = meters.Create(RequestTelemetry.MeterName).CreateCounter<long>("perto.access.refused", description: "Requests turned away for want of a key, a scope or a place.");

    /// <summary>A request was turned away with this code.</summary>
    public void Refused(string code) => _refused.Add(1, new KeyValuePair<string, object?>("code", code));
}
