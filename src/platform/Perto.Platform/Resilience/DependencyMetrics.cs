using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Perto.Platform;

/// <summary>Counts calls of dependencies by how they ended, and what was answered without them.</summary>
internal sealed class DependencyMetrics
{
    public const string MeterName = "Perto.Dependencies";

    private readonly Histogram<double> _calls;
    private readonly Counter<long> _fallbacks;

    public DependencyMetrics(IMeterFactory meters)
    {
        Meter meter = meters.Create(MeterName);
        _calls = meter.CreateHistogram<double>("perto.dependency.calls", "s", "Time of calls of services outside this process, all attempts together");
        _fallbacks = meter.CreateCounter<long>("perto.dependency.fallbacks", description: "Times that something was answered without a service");
    }

    public void Called(string dependency, string outcome, TimeSpan elapsed) =>
        _calls.Record(elapsed.TotalSeconds, new TagList { { "dependency", dependency }, { "outcome", outcome } });

    public void FellBack(string dependency, string fallback) =>
        _fallbacks.Add(1, new TagList { { "dependency", dependency }, { "fallback", fallback } });
}
