namespace Perto.Learning;

/// <summary>Settings of <see cref="BiasedFactors"/>.</summary>
public sealed record BiasedFactorsSettings
{
    /// <summary>Length of a factor, in 1..2048.</summary>
    public int Dimensions { get; init; } = 50;

    /// <summary>Passes over the ratings, in 1..10000.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>Length of a step, above 0 and at most 1.</summary>
    public double LearningRate { get; init; } = 0.01;

    /// <summary>L2 regularisation of biases and factors, above 0 and at most 10.</summary>
    public double Regularization { get; init; } = 0.05;

    /// <summary>The first factors are drawn from N(0, (deviation / sqrt(d))^2); above 0 and at most 10.</summary>
    public double InitialDeviation { get; init; } = 0.1;

    /// <summary>Seed of the first factors and of the order.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Refuses values out of range.</summary>
    /// <exception cref="SettingOutOfRangeException">A value is out of range.</exception>
    public void Validate()
    {
        SettingOutOfRangeException.ThrowUnless(Dimensions is >= 1 and <= 2_048, nameof(Dimensions), Dimensions, "in 1..2048");
        SettingOutOfRangeException.ThrowUnless(Epochs is >= 1 and <= 10_000, nameof(Epochs), Epochs, "in 1..10000");
        SettingOutOfRangeException.ThrowUnless(LearningRate is > 0 and <= 1, nameof(LearningRate), LearningRate, "above 0 and at most 1");
        SettingOutOfRangeException.ThrowUnless(Regularization is > 0 and <= 10, nameof(Regularization), Regularization, "above 0 and at most 10");
        SettingOutOfRangeException.ThrowUnless(InitialDeviation is > 0 and <= 10, nameof(InitialDeviation), InitialDeviation, "above 0 and at most 10");
    }
}
