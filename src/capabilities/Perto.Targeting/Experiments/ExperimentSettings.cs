using System.ComponentModel.DataAnnotations;

namespace Perto.Targeting;

/// <summary>Settings of experiments; section <c>Perto:Experiments</c>.</summary>
public sealed class ExperimentSettings
{
    /// <summary>How old may be what a server knows of the experiments that run.</summary>
    [Range(0, 3_600)]
    public int RefreshSeconds { get; set; } = 5;

    /// <summary>Exposures that wait to be written; those beyond are counted and lost.</summary>
    [Range(1, 1_000_000)]
    public int PendingExposures { get; set; } = 10_000;
}
