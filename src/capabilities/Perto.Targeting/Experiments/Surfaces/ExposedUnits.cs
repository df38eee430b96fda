namespace Perto.Targeting;

/// <summary>Units of an experiment, of which a surface is to count outcomes.</summary>
/// <param name="Experiment">Name of the experiment.</param>
/// <param name="Version">Its version.</param>
/// <param name="Arms">The arms that are counted.</param>
/// <param name="Outcomes">What is counted, of the surface's outcomes.</param>
/// <param name="Until">What came then or later does not count; in Unix microseconds.</param>
public sealed record ExposedUnits(string Experiment, int Version, IReadOnlyList<string> Arms, IReadOnlySet<string> Outcomes, long Until)
{
    /// <summary>Only these units; null: all.</summary>
    public IReadOnlyList<string>? Units { get; init; }
}
