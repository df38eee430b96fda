namespace Perto.Learning;

/// <summary>Settings of a <see cref="LinearBandit"/>.</summary>
public sealed record BanditSettings
{
    /// <summary>How it explores.</summary>
    public BanditPolicy Policy { get; init; } = BanditPolicy.Thompson;

    /// <summary>Standard deviations that uncertainty is worth, 0 and up: alpha of LinUCB, v of Thompson sampling. The greedy policy does without.</summary>
    public double Exploration { get; init; } = 0.5;

    /// <summary>
    /// Share of choices that are made evenly among all arms, 0 to 1, whatever the policy: epsilon. Above 0 every arm has a propensity that another policy
    /// can be judged by afterwards.
    /// </summary>
    public double UniformShare { get; init; } = 0.05;

    /// <summary>Ridge regularisation: how many rewards of 0, in each direction of the context, a new arm is believed to have had; above 0.</summary>
    public double Ridge { get; init; } = 1;

    internal void Validate()
    {
        SettingOutOfRangeException.ThrowUnless(double.IsFinite(Exploration) && Exploration >= 0, nameof(Exploration), Exploration, "0 and up");
        SettingOutOfRangeException.ThrowUnless(UniformShare is >= 0 and <= 1, nameof(UniformShare), UniformShare, "0 to 1");
        SettingOutOfRangeException.ThrowUnless(double.IsFinite(Ridge) && Ridge > 0, nameof(Ridge), Ridge, "above 0");
    }
}
