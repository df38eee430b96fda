namespace Perto.Learning;

/// <summary>Settings of <see cref="GraphFilter"/>.</summary>
public sealed record GraphFilterSettings
{
    /// <summary>How many of the smoothest signals of the graph pass the ideal filter, in 1..1024; at most one less than there are users or items.</summary>
    public int Signals { get; init; } = 256;

    /// <summary>Weight of the ideal filter beside the linear one (alpha), in 0..100; 0 does without it.</summary>
    public double IdealWeight { get; init; } = 0.3;

    /// <summary>Seed of the decomposition.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Refuses values out of range.</summary>
    /// <exception cref="SettingOutOfRangeException">A value is out of range.</exception>
    public void Validate()
    {
        SettingOutOfRangeException.ThrowUnless(Signals is >= 1 and <= 1_024, nameof(Signals), Signals, "in 1..1024");
        SettingOutOfRangeException.ThrowUnless(IdealWeight is >= 0 and <= 100, nameof(IdealWeight), IdealWeight, "in 0..100");
    }
}
