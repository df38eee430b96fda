namespace Perto.Learning;

/// <summary>Settings of <see cref="NeuralCf"/>.</summary>
public sealed record NeuralCfSettings
{
    /// <summary>Length of an embedding, of each of the two branches, in 1..1024.</summary>
    public int Dimensions { get; init; } = 64;

    /// <summary>Units of the hidden layers of the perceptron, from its input on: 1 to 8 layers of 1..4096 units.</summary>
    public IReadOnlyList<int> Layers { get; init; } = [128, 64, 32];

    /// <summary>Most passes over the data, in 1..1000.</summary>
    public int Epochs { get; init; } = 40;

    /// <summary>
    /// Passes without a better NDCG@10 on held-out items after which training stops; the model is then fitted on everything, for as many passes
    /// as were best. In 0..1000; 0 trains for all <see cref="Epochs"/>.
    /// </summary>
    public int Patience { get; init; } = 3;

    /// <summary>About how many samples, positive and negative, one step of the optimiser sees, in 16..65536.</summary>
    public int BatchSize { get; init; } = 2_048;

    /// <summary>Step of Adam, above 0 and at most 1.</summary>
    public double LearningRate { get; init; } = 0.002;

    /// <summary>Items drawn that the user does not have for each one the user has, in 1..100.</summary>
    public int Negatives { get; init; } = 4;

    /// <summary>
    /// L2 regularisation: this times a parameter is added to its gradient by the mean loss of a sample, in 0..1. Rows of the embedding tables
    /// pay it in the steps that touch them.
    /// </summary>
    public double Regularization { get; init; }

    /// <summary>Share of the hidden units that are left out of a training step, from 0 and below 1.</summary>
    public double Dropout { get; init; }

    /// <summary>
    /// How strongly the sum over a history is divided by its length n, as n^exponent, in 0..1: 1 is the mean, and hides how much somebody did.
    /// </summary>
    public double HistoryExponent { get; init; } = 0.5;

    /// <summary>
    /// Most items of a history that one step of training looks at, in 1..1000000. They are drawn anew each time and scaled up to stand for all;
    /// scoring takes all of them.
    /// </summary>
    public int HistorySample { get; init; } = 100;

    /// <summary>Seed of the first parameters, the order of the data and the negatives.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Refuses values out of range.</summary>
    /// <exception cref="SettingOutOfRangeException">A value is out of range.</exception>
    public void Validate()
    {
        SettingOutOfRangeException.ThrowUnless(Dimensions is >= 1 and <= 1_024, nameof(Dimensions), Dimensions, "in 1..1024");
        SettingOutOfRangeException.ThrowUnless(
            Layers.Count is >= 1 and <= 8 && Layers.All(units => units is >= 1 and <= 4_096),
            nameof(Layers),
            string.Join(',', Layers),
            "1 to 8 numbers in 1..4096");
        SettingOutOfRangeException.ThrowUnless(Epochs is >= 1 and <= 1_000, nameof(Epochs), Epochs, "in 1..1000");
        SettingOutOfRangeException.ThrowUnless(Patience is >= 0 and <= 1_000, nameof(Patience), Patience, "in 0..1000");
        SettingOutOfRangeException.ThrowUnless(BatchSize is >= 16 and <= 65_536, nameof(BatchSize), BatchSize, "in 16..65536");
        SettingOutOfRangeException.ThrowUnless(LearningRate is > 0 and <= 1, nameof(LearningRate), LearningRate, "above 0 and at most 1");
        SettingOutOfRangeException.ThrowUnless(Negatives is >= 1 and <= 100, nameof(Negatives), Negatives, "in 1..100");
        SettingOutOfRangeException.ThrowUnless(Regularization is >= 0 and <= 1, nameof(Regularization), Regularization, "in 0..1");
        SettingOutOfRangeException.ThrowUnless(Dropout is >= 0 and < 1, nameof(Dropout), Dropout, "at least 0 and below 1");
        SettingOutOfRangeException.ThrowUnless(HistoryExponent is >= 0 and <= 1, nameof(HistoryExponent), HistoryExponent, "in 0..1");
        SettingOutOfRangeException.ThrowUnless(HistorySample is >= 1 and <= 1_000_000, nameof(HistorySample), HistorySample, "in 1..1000000");
    }
}
