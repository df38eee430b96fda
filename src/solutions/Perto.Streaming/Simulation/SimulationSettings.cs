using Perto.Platform;

namespace Perto.Streaming;

/// <summary>How many pages are shown to the made-up people.</summary>
public sealed record SimulationSettings
{
    /// <summary>Times that each person is shown a page, before the ranker is trained on what they did; 1 to 1,000.</summary>
    public int Rounds { get; init; } = 6;

    /// <summary>Length of the lists whose regret is told, 1 to 50.</summary>
    public int K { get; init; } = 10;

    /// <summary>The same seed makes people do the same with the same pages.</summary>
    public long Seed { get; init; } = 11;

    /// <summary>Refuses values that are out of their range.</summary>
    /// <exception cref="InvalidValueException">A value is out of its range.</exception>
    public void Check()
    {
        foreach ((string field, int value, int low, int high) in ((string, int, int, int)[])[("rounds", Rounds, 1, 1_000), ("k", K, 1, 50)])
        {
            if (value < low || value > high)
                throw InvalidValueException.OutOfRange(field, value, low, high);
        }
    }
}
