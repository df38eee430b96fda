namespace Perto.Platform;

/// <summary>
/// A test that may be looked at after each observation: whether the mean of observations in -1..1 is below 0 (harm) or above (help). Each side bets a share
/// of its wealth on the next observation; a side that is wrong cannot win in the long run, so that its wealth exceeds 1 / a with a chance of at most a,
/// at any time (Ville's inequality; Waudby-Smith and Ramdas 2024, "Estimating means of bounded random variables by betting", with the bets aGRAPA of
/// its appendix B). It needs no distribution and no independence: only that an observation's mean, given those before it, is not below 0 (or above).
/// </summary>
internal sealed record HarmTest
{
    // Bets of the whole wealth could lose it all at once.
    private const double LargestBet = .9;

    // Keeps the first bets small: they know nothing yet.
    private const double PriorSquare = .25;

    /// <summary>Observations.</summary>
    public long Count { get; init; }

    /// <summary>Their sum.</summary>
    public double Sum { get; init; }

    /// <summary>The sum of their squares.</summary>
    public double SumOfSquares { get; init; }

    /// <summary>Logarithm of the wealth of the side that bets on harm.</summary>
    public double LogHarm { get; init; }

    /// <summary>Logarithm of the wealth of the side that bets on help.</summary>
    public double LogHelp { get; init; }

    /// <summary>The test with one more observation.</summary>
    /// <param name="value">-1 to 1.</param>
    public HarmTest With(double value)
    {
        double mean = Sum / (Count + 1);
        double bet = Math.Clamp(mean / ((PriorSquare + SumOfSquares) / (Count + 1)), -LargestBet, LargestBet);
        return new HarmTest
        {
            Count = Count + 1,
            Sum = Sum + value,
            SumOfSquares = SumOfSquares + (value * value),
            LogHarm = bet < 0 ? LogHarm + Math.Log(1 + (bet * value)) : LogHarm,
            LogHelp = bet > 0 ? LogHelp + Math.Log(1 + (bet * value)) : LogHelp,
        };
    }

    /// <summary>Whether it is harm, where what does not harm is taken for it with a chance of at most <paramref name="errorRate"/>.</summary>
    public bool IsHarm(double errorRate) => LogHarm >= -Math.Log(errorRate);

    /// <summary>Whether it is help, where what does not help is taken for it with a chance of at most <paramref name="errorRate"/>.</summary>
    public bool IsHelp(double errorRate) => LogHelp >= -Math.Log(errorRate);
}
