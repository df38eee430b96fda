namespace Perto.Learning;

/// <summary>Settings of <see cref="OffPolicy"/>.</summary>
public sealed record OffPolicySettings
{
    /// <summary>Weights above it are taken for it, above 0: less restlessness for some bias; infinite: none.</summary>
    public double Clip { get; init; } = double.PositiveInfinity;

    /// <summary>Where <see cref="OffPolicyEstimator.SwitchDoublyRobust"/> leaves the weights for the model; above 0.</summary>
    public double SwitchAt { get; init; } = 10;

    /// <summary>Confidence of intervals, above 0 and below 1.</summary>
    public double Confidence { get; init; } = 0.95;

    internal void Validate()
    {
        SettingOutOfRangeException.ThrowUnless(Clip > 0, nameof(Clip), Clip, "above 0");
        SettingOutOfRangeException.ThrowUnless(SwitchAt > 0, nameof(SwitchAt), SwitchAt, "above 0");
        SettingOutOfRangeException.ThrowUnless(Confidence is > 0 and < 1, nameof(Confidence), Confidence, "above 0 and below 1");
    }
}
