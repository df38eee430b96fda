namespace Perto.Learning;

/// <summary>
/// Settings of <see cref="ImplicitAls"/>, with the names of Rendle et al. 2021 in brackets. The defaults are sound for catalogues
/// of thousands of items; tune <see cref="Regularization"/> and <see cref="UnobservedWeight"/> together, because their product
/// times the number of items is the regularisation of a user with few interactions: sparser data want less of it.
/// </summary>
public sealed record ImplicitAlsSettings
{
    /// <summary>Length of a factor (d), in 1..2048. Wide factors are where the quality comes from.</summary>
    public int Dimensions { get; init; } = 64;

    /// <summary>Passes over the data, each solving all users and then all items, in 1..1000.</summary>
    public int Epochs { get; init; } = 16;

    /// <summary>Regularisation (lambda) before frequency scaling, above 0 and at most 1e6.</summary>
    public double Regularization { get; init; } = 0.007;

    /// <summary>Weight of the target 0 for every pair of user and item (alpha_0), above 0 and at most 1e3.</summary>
    public double UnobservedWeight { get; init; } = 0.2;

    /// <summary>
    /// How strongly regularisation grows with the number of interactions n of a row (nu), in 0..1:
    /// lambda (n + alpha_0 N)^nu, where N is the number of rows on the other side.
    /// </summary>
    public double FrequencyExponent { get; init; } = 1;

    /// <summary>The first item factors are drawn from N(0, (deviation / sqrt(d))^2) (sigma*); above 0 and at most 10.</summary>
    public double InitialDeviation { get; init; } = 0.1;

    /// <summary>
    /// Steps of conjugate gradients from the factor of the epoch before, in place of the exact solution of each row (Takács, Pilászy and Tikk
    /// 2011), in 0..100; 0 solves exactly. Three steps cost a fraction of it where factors are wide.
    /// </summary>
    public int ConjugateGradientSteps { get; init; }

    /// <summary>Seed of the first factors.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Refuses values out of range.</summary>
    /// <exception cref="SettingOutOfRangeException">A value is out of range.</exception>
    public void Validate()
    {
        SettingOutOfRangeException.ThrowUnless(Dimensions is >= 1 and <= 2_048, nameof(Dimensions), Dimensions, "in 1..2048");
        SettingOutOfRangeException.ThrowUnless(Epochs is >= 1 and <= 1_000, nameof(Epochs), Epochs, "in 1..1000");
        SettingOutOfRangeException.ThrowUnless(Regularization is > 0 and <= 1e6, nameof(Regularization), Regularization, "above 0 and at most 1000000");
        SettingOutOfRangeException.ThrowUnless(UnobservedWeight is > 0 and <= 1e3, nameof(UnobservedWeight), UnobservedWeight, "above 0 and at most 1000");
        SettingOutOfRangeException.ThrowUnless(FrequencyExponent is >= 0 and <= 1, nameof(FrequencyExponent), FrequencyExponent, "in 0..1");
        SettingOutOfRangeException.ThrowUnless(ConjugateGradientSteps is >= 0 and <= 100, nameof(ConjugateGradientSteps), ConjugateGradientSteps, "in 0..100");
        SettingOutOfRangeException.ThrowUnless(InitialDeviation is > 0 and <= 10, nameof(InitialDeviation), InitialDeviation, "above 0 and at most 10");
    }

    /// <summary>The regularisation of a row with <paramref name="count"/> interactions.</summary>
    /// <param name="count">Interactions of the row (n).</param>
    /// <param name="others">Rows on the other side (N).</param>
    internal float RegularizationOf(int count, int others) =>
        (float)(Regularization * Math.Pow(count + (UnobservedWeight * others), FrequencyExponent));
}
