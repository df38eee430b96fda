using System.Diagnostics.Metrics;

namespace Perto.Targeting;

/// <summary>What experiments count.</summary>
public sealed class ExperimentMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "Perto.Targeting";

    private readonly Counter<long> _exposures;

    /// <summary>Creates the instruments.</summary>
    public ExperimentMetrics(IMeterFactory meters)
    {
        Meter meter = meters.Create(Name);
        _exposures = meter.CreateCounter<long>("perto_experiments_exposures_total", description: "Exposures, by what became of them: written, left_out, lost.");
    }

    internal void Exposures(string outcome, int count) => _exposures.Add(count, new KeyValuePair<string, object?>("outcome", outcome));
}
