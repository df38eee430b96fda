namespace Perto.Learning;

/// <summary>Confidence intervals of a share, and of the difference of two.</summary>
public static class ProportionIntervals
{
    /// <summary>
    /// Wilson's score interval (1927): close to its confidence on average, also for few trials. Its lower end is a safe order of things with
    /// little evidence.
    /// </summary>
    /// <param name="successes">0 to <paramref name="trials"/>.</param>
    /// <param name="trials">1 and up.</param>
    /// <param name="confidence">Above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static Interval Wilson(double successes, double trials, double confidence = 0.95)
    {
        double tail = Tail(successes, trials, confidence);
        double z = -Distributions.NormalQuantile(tail);
        double share = successes / trials;
        double square = z * z / trials;
        double centre = share + (square / 2);
        double half = z * Math.Sqrt((share * (1 - share) / trials) + (square / (4 * trials)));
        return new Interval(
            successes == 0 ? 0 : (centre - half) / (1 + square),
            successes == trials ? 1 : (centre + half) / (1 + square));
    }

    /// <summary>
    /// The exact interval of Clopper and Pearson (1934): never below its confidence, and so wider than Wilson's. Where a promise must hold.
    /// </summary>
    /// <inheritdoc cref="Wilson"/>
    public static Interval ClopperPearson(double successes, double trials, double confidence = 0.95)
    {
        double tail = Tail(successes, trials, confidence);
        double failures = trials - successes;
        return new Interval(
            successes == 0 ? 0 : Distributions.BetaQuantile(tail, successes, failures + 1),
            failures == 0 ? 1 : 1 - Distributions.BetaQuantile(tail, failures, successes + 1));
    }

    /// <summary>
    /// The difference of two shares, second - first, by Newcombe's hybrid score interval (1998, method 10): from two of Wilson's. For few trials,
    /// where the normal interval reaches beyond what is possible.
    /// </summary>
    /// <param name="firstSuccesses">0 to <paramref name="firstTrials"/>.</param>
    /// <param name="firstTrials">1 and up.</param>
    /// <param name="secondSuccesses">0 to <paramref name="secondTrials"/>.</param>
    /// <param name="secondTrials">1 and up.</param>
    /// <param name="confidence">Above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static Interval Newcombe(double firstSuccesses, double firstTrials, double secondSuccesses, double secondTrials, double confidence = 0.95)
    {
        Interval first = Wilson(firstSuccesses, firstTrials, confidence);
        Interval second = Wilson(secondSuccesses, secondTrials, confidence);
        double one = firstSuccesses / firstTrials;
        double two = secondSuccesses / secondTrials;
        return new Interval(
            two - one - double.Hypot(two - second.Lower, first.Upper - one),
            two - one + double.Hypot(second.Upper - two, one - first.Lower));
    }

    private static double Tail(double successes, double trials, double confidence)
    {
        if (!(trials >= 1 && double.IsFinite(trials)))
            throw new ArgumentOutOfRangeException(nameof(trials), trials, "There is a trial or more");
        if (!(successes >= 0 && successes <= trials))
            throw new ArgumentOutOfRangeException(nameof(successes), successes, $"There are 0 to {trials} successes");
        if (!(confidence is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "The confidence is above 0 and below 1");
        return (1 - confidence) / 2;
    }
}
