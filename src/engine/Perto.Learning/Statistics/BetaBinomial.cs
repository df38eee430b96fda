namespace Perto.Learning;

/// <summary>
/// Shares with little evidence (empirical Bayes): the shares of all units are drawn from Beta(alpha, beta), which is fitted to them by maximum likelihood
/// (Skellam 1948; Minka, Estimating a Dirichlet distribution, 2000), and each unit's own is pulled towards it, the more the less it was tried.
/// </summary>
/// <param name="Alpha">Successes that the prior is worth.</param>
/// <param name="Beta">Failures that the prior is worth.</param>
/// <param name="Origin">How it was come by.</param>
public readonly record struct BetaBinomial(double Alpha, double Beta, PriorOrigin Origin = PriorOrigin.MaximumLikelihood)
{
    private const double Rounding = 1e-9;

    /// <summary>The share that an untried unit is expected to have.</summary>
    public double Mean => Alpha / (Alpha + Beta);

    /// <summary>Trials that the prior is worth.</summary>
    public double Strength => Alpha + Beta;

    /// <summary>Fits the prior.</summary>
    /// <param name="successes">By unit, 0 to its trials.</param>
    /// <param name="trials">By unit, 0 and up; units without trials say nothing.</param>
    /// <exception cref="ArgumentException">There are no trials at all, or a number is out of its range.</exception>
    public static BetaBinomial Fit(ReadOnlySpan<double> successes, ReadOnlySpan<double> trials)
    {
        (double hits, double tries, int units) = Count(successes, trials);
        double pooled = hits / tries;
        if (hits == 0 || hits == tries)
        {
            double share = (hits + 0.5) / (tries + 1);
            double strength = tries / units;
            return new BetaBinomial(share * strength, (1 - share) * strength, PriorOrigin.NoEvents);
        }

        var point = new BetaBinomial(pooled * tries, (1 - pooled) * tries, PriorOrigin.NoSpread);
        (double spread, double pairs, double most) = Spread(successes, trials, pooled);
        // Tarone (1979): whether the likelihood rises as the prior leaves a single point. Single trials say nothing of that: their spread is always that of chance,
        // and differs from it in its last bits.
        if (most <= 1 || spread <= tries * (1 + Rounding))
            return point;

        double[] s = successes.ToArray();
        double[] n = trials.ToArray();
        // Where the moments agree: the variance of s is n p q (1 + (n - 1) / (strength + 1)).
        double start = Math.Clamp((pairs / (spread - tries)) - 1, 1e-2, 1e6);
        (double alpha, double beta) = TwoParameterMaximum.Find(pooled * start, (1 - pooled) * start, tries * 1e3, (a, b) => Likelihood(s, n, a, b), (a, b) => Slope(s, n, a, b));
        return alpha + beta >= tries * 1e3 ? point : new BetaBinomial(alpha, beta);
    }

    /// <summary>The expected share of a unit.</summary>
    /// <param name="successes">0 to <paramref name="trials"/>.</param>
    /// <param name="trials">0 and up.</param>
    public double PosteriorMean(double successes, double trials) => (Alpha + successes) / (Alpha + Beta + trials);

    /// <summary>Between which shares a unit's own lies; its lower end is a badge that one can stand by.</summary>
    /// <param name="successes">0 to <paramref name="trials"/>.</param>
    /// <param name="trials">0 and up.</param>
    /// <param name="confidence">Above 0 and below 1.</param>
    public Interval PosteriorInterval(double successes, double trials, double confidence = 0.95)
    {
        double tail = (1 - confidence) / 2;
        double a = Alpha + successes;
        double b = Beta + trials - successes;
        return new Interval(Distributions.BetaQuantile(tail, a, b), Distributions.BetaQuantile(1 - tail, a, b));
    }

    private static (double Hits, double Tries, int Units) Count(ReadOnlySpan<double> successes, ReadOnlySpan<double> trials)
    {
        if (successes.Length != trials.Length)
            throw new ArgumentException($"Each unit has successes and trials; got {successes.Length} and {trials.Length}", nameof(trials));
        double hits = 0;
        double tries = 0;
        int units = 0;
        for (int unit = 0; unit < trials.Length; unit++)
        {
            if (!(trials[unit] >= 0 && double.IsFinite(trials[unit])))
                throw new ArgumentOutOfRangeException(nameof(trials), trials[unit], $"Unit {unit} has 0 trials or more");
            if (!(successes[unit] >= 0 && successes[unit] <= trials[unit]))
                throw new ArgumentOutOfRangeException(nameof(successes), successes[unit], $"Unit {unit} has 0 to {trials[unit]} successes");
            hits += successes[unit];
            tries += trials[unit];
            units += trials[unit] > 0 ? 1 : 0;
        }
        return tries > 0 ? (hits, tries, units) : throw new ArgumentException("There are no trials", nameof(trials));
    }

    // The spread of the successes in units of what chance gives a trial, the pairs of trials of a unit, and the most trials of a unit.
    private static (double Spread, double Pairs, double Most) Spread(ReadOnlySpan<double> successes, ReadOnlySpan<double> trials, double pooled)
    {
        double spread = 0;
        double pairs = 0;
        double most = 0;
        for (int unit = 0; unit < trials.Length; unit++)
        {
            double apart = successes[unit] - (trials[unit] * pooled);
            spread += apart * apart / (pooled * (1 - pooled));
            pairs += trials[unit] * (trials[unit] - 1);
            most = Math.Max(most, trials[unit]);
        }
        return (spread, pairs, most);
    }

    private static double Likelihood(double[] successes, double[] trials, double alpha, double beta)
    {
        double sum = 0;
        double strength = alpha + beta;
        double prior = Distributions.LogGamma(strength) - Distributions.LogGamma(alpha) - Distributions.LogGamma(beta);
        for (int unit = 0; unit < trials.Length; unit++)
        {
            if (trials[unit] == 0)
                continue;
            sum += prior + Distributions.LogGamma(successes[unit] + alpha) + Distributions.LogGamma(trials[unit] - successes[unit] + beta)
                - Distributions.LogGamma(trials[unit] + strength);
        }
        return sum;
    }

    private static Curvature Slope(double[] successes, double[] trials, double alpha, double beta)
    {
        var slope = default(Curvature);
        double strength = alpha + beta;
        (double ofAlpha, double ofBeta, double ofStrength) = (Distributions.Digamma(alpha), Distributions.Digamma(beta), Distributions.Digamma(strength));
        (double bendAlpha, double bendBeta, double bendStrength) = (Distributions.Trigamma(alpha), Distributions.Trigamma(beta), Distributions.Trigamma(strength));
        for (int unit = 0; unit < trials.Length; unit++)
        {
            if (trials[unit] == 0)
                continue;
            double s = successes[unit];
            double failures = trials[unit] - s;
            double together = Distributions.Digamma(trials[unit] + strength) - ofStrength;
            double bend = bendStrength - Distributions.Trigamma(trials[unit] + strength);
            slope.First += (s == 0 ? 0 : Distributions.Digamma(s + alpha) - ofAlpha) - together;
            slope.Second += (failures == 0 ? 0 : Distributions.Digamma(failures + beta) - ofBeta) - together;
            slope.FirstFirst += (s == 0 ? 0 : Distributions.Trigamma(s + alpha) - bendAlpha) + bend;
            slope.SecondSecond += (failures == 0 ? 0 : Distributions.Trigamma(failures + beta) - bendBeta) + bend;
            slope.FirstSecond += bend;
        }
        return slope;
    }
}
