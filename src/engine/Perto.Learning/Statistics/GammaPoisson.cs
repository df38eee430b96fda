namespace Perto.Learning;

/// <summary>
/// Rates of events with little evidence (empirical Bayes): the rates of all units are drawn from Gamma(shape, rate), which is fitted to them by
/// maximum likelihood (the negative binomial of Greenwood and Yule, 1920), and each unit's own is pulled towards it, the more the shorter it was watched.
/// </summary>
/// <param name="Shape">Events that the prior is worth.</param>
/// <param name="Rate">Exposure that the prior is worth.</param>
/// <param name="Origin">How it was come by.</param>
public readonly record struct GammaPoisson(double Shape, double Rate, PriorOrigin Origin = PriorOrigin.MaximumLikelihood)
{
    /// <summary>The rate, events by exposure, that an unwatched unit is expected to have.</summary>
    public double Mean => Shape / Rate;

    /// <summary>Fits the prior.</summary>
    /// <param name="events">By unit, 0 and up.</param>
    /// <param name="exposures">By unit, 0 and up, in any unit: days, impressions; units without exposure have no events and say nothing.</param>
    /// <exception cref="ArgumentException">There is no exposure at all, or a number is out of its range.</exception>
    public static GammaPoisson Fit(ReadOnlySpan<double> events, ReadOnlySpan<double> exposures)
    {
        (double happened, double exposure, int units) = Count(events, exposures);
        if (happened == 0)
            return new GammaPoisson(0.5 / units, exposure / units, PriorOrigin.NoEvents);
        double pooled = happened / exposure;
        double spread = 0;
        double squares = 0;
        for (int unit = 0; unit < events.Length; unit++)
        {
            double expected = exposures[unit] * pooled;
            spread += ((events[unit] - expected) * (events[unit] - expected)) - events[unit];
            squares += expected * expected;
        }
        // The derivative of the likelihood where the prior is a single point (Dean 1992).
        if (spread <= 0)
            return new GammaPoisson(happened, exposure, PriorOrigin.NoSpread);

        double[] c = events.ToArray();
        double[] e = exposures.ToArray();
        double start = Math.Clamp(squares / spread, 1e-3, 1e6);
        double most = 1e3 * Math.Max(happened, exposure);
        (double shape, double rate) = TwoParameterMaximum.Find(start, start / pooled, most, (a, b) => Likelihood(c, e, a, b), (a, b) => Slope(c, e, a, b));
        return shape >= most || rate >= most
            ? new GammaPoisson(happened, exposure, PriorOrigin.NoSpread)
            : new GammaPoisson(shape, rate);
    }

    /// <summary>The expected rate of a unit.</summary>
    /// <param name="events">0 and up.</param>
    /// <param name="exposure">0 and up.</param>
    public double PosteriorMean(double events, double exposure) => (Shape + events) / (Rate + exposure);

    /// <summary>Between which rates a unit's own lies.</summary>
    /// <param name="events">0 and up.</param>
    /// <param name="exposure">0 and up.</param>
    /// <param name="confidence">Above 0 and below 1.</param>
    public Interval PosteriorInterval(double events, double exposure, double confidence = 0.95)
    {
        double tail = (1 - confidence) / 2;
        return new Interval(
            Distributions.GammaQuantile(tail, Shape + events, Rate + exposure),
            Distributions.GammaQuantile(1 - tail, Shape + events, Rate + exposure));
    }

    private static (double Events, double Exposure, int Units) Count(ReadOnlySpan<double> events, ReadOnlySpan<double> exposures)
    {
        if (events.Length != exposures.Length)
            throw new ArgumentException($"Each unit has events and an exposure; got {events.Length} and {exposures.Length}", nameof(exposures));
        double happened = 0;
        double exposure = 0;
        int units = 0;
        for (int unit = 0; unit < events.Length; unit++)
        {
            if (!(exposures[unit] >= 0 && double.IsFinite(exposures[unit])))
                throw new ArgumentOutOfRangeException(nameof(exposures), exposures[unit], $"Unit {unit} has an exposure of 0 or more");
            if (!(events[unit] >= 0 && double.IsFinite(events[unit])) || (exposures[unit] == 0 && events[unit] > 0))
                throw new ArgumentOutOfRangeException(nameof(events), events[unit], $"Unit {unit} has 0 events or more, and none without exposure");
            happened += events[unit];
            exposure += exposures[unit];
            units += exposures[unit] > 0 ? 1 : 0;
        }
        return exposure > 0 ? (happened, exposure, units) : throw new ArgumentException("There is no exposure", nameof(exposures));
    }

    private static double Likelihood(double[] events, double[] exposures, double shape, double rate)
    {
        double sum = 0;
        double prior = (shape * Math.Log(rate)) - Distributions.LogGamma(shape);
        for (int unit = 0; unit < events.Length; unit++)
            sum += prior + Distributions.LogGamma(events[unit] + shape) - ((events[unit] + shape) * Math.Log(rate + exposures[unit]));
        return sum;
    }

    private static Curvature Slope(double[] events, double[] exposures, double shape, double rate)
    {
        var slope = default(Curvature);
        double ofShape = Distributions.Digamma(shape);
        double bendShape = Distributions.Trigamma(shape);
        for (int unit = 0; unit < events.Length; unit++)
        {
            double after = rate + exposures[unit];
            bool none = events[unit] == 0;
            slope.First += (none ? 0 : Distributions.Digamma(events[unit] + shape) - ofShape) + Math.Log(rate / after);
            slope.FirstFirst += none ? 0 : Distributions.Trigamma(events[unit] + shape) - bendShape;
            slope.Second += (shape / rate) - ((shape + events[unit]) / after);
            slope.SecondSecond += ((shape + events[unit]) / (after * after)) - (shape / (rate * rate));
            slope.FirstSecond += (1 / rate) - (1 / after);
        }
        return slope;
    }
}
