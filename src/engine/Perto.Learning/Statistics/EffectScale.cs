namespace Perto.Learning;

/// <summary>What an effect is measured in.</summary>
public enum EffectScale
{
    /// <summary>Treatment - control, in the unit of the metric.</summary>
    Absolute,

    /// <summary>(treatment - control) / |control|.</summary>
    Relative,
}
