using System.ComponentModel;

namespace Perto.Platform;

/// <summary>Who decides whether candidates are re-ranked.</summary>
[Description("Who decides whether candidates are re-ranked: adaptive (the profile, its rules and what feedback taught), always, never.")]
public enum RerankMode
{
    /// <summary>The profile with its rules, and the gate.</summary>
    Adaptive,

    /// <summary>The caller: re-rank, whatever rules and gate say.</summary>
    Always,

    /// <summary>The caller: keep the order of retrieval.</summary>
    Never,
}
