using Perto.Numerics;

namespace Perto.Learning;

/// <summary>
/// Experiments that are made up: how often a way of analysing sees an effect, and when it lets one stop, if one looks each day. Where there is no effect, whatever is seen
/// is false; where there is one, an experiment that ends with an effect on the other side has not seen it. The sequential test looks from the day on which an arm has
/// <see cref="SequentialTest.FewestUnits"/>.
/// </summary>
public sealed record ExperimentSimulation
{
    /// <summary>The control's mean or share; a share is above 0 and below 1.</summary>
    public required double Baseline { get; init; }

    /// <summary>The metric's standard deviation, above 0; null for a share.</summary>
    public double? Deviation { get; init; }

    /// <summary>Treatment - control; 0 for an A/A experiment.</summary>
    public double Effect { get; init; }

    /// <summary>New units a day in each arm, 2..10,000,000.</summary>
    public int UnitsPerDay { get; init; } = 1_000;

    /// <summary>Days, with a look at the end of each, 1..10,000.</summary>
    public int Days { get; init; } = 14;

    /// <summary>Experiments, 1..10,000,000.</summary>
    public int Runs { get; init; } = 1_000;

    /// <summary>How often an analysis may see an effect where there is none, above 0 and below 0.5.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>Units in both arms at which the sequential interval is narrowest, 1 to 1e15.</summary>
    public double Tuning { get; init; } = SequentialTest.DefaultTuning;

    /// <summary>The same seed gives the same answer on any number of threads.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Most threads at work; 0 for as many as there are processors.</summary>
    public int Threads { get; init; }

    /// <summary>Makes up the experiments and analyses each.</summary>
    /// <param name="progress">Called with the number of experiments done, on any thread.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SettingOutOfRangeException">A setting is out of its range.</exception>
    public SimulationResult Run(Action<int>? progress = null, CancellationToken cancellationToken = default)
    {
        Validate();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Threads == 0 ? -1 : Threads, CancellationToken = cancellationToken };
        int done = 0;
        Lock gate = new();
        var total = default(Tally);
        // Only whole numbers are added up, so that the order in which threads end does not show.
        Parallel.For(0, Runs, parallel, () => default(Tally), (run, loop, tally) =>
        {
            tally.Add(RunOne(SeededRandom.ForStream(Seed, run), cancellationToken));
            progress?.Invoke(Interlocked.Increment(ref done));
            return tally;
        }, tally =>
        {
            lock (gate)
                total.Add(tally);
        });
        return new SimulationResult(
            Runs,
            Outcome(total.AtEnd, (long)Runs * Days),
            Outcome(total.Peeking, total.PeekingDays),
            Outcome(total.Sequential, total.SequentialDays));
    }

    private SimulationOutcome Outcome(long seen, long days) => new(
        (double)seen / Runs, ProportionIntervals.Wilson(seen, Runs), (double)days / Runs, 2.0 * UnitsPerDay * days / Runs);

    private Tally RunOne(SeededRandom random, CancellationToken cancellationToken)
    {
        var control = new SampleMoments(1);
        var treatment = new SampleMoments(1);
        MetricKind kind = Deviation is null ? MetricKind.Proportion : MetricKind.Mean;
        var tally = new Tally { PeekingDays = Days, SequentialDays = Days };
        bool peekingEnded = false;
        bool sequentialEnded = false;
        for (int day = 1; day <= Days; day++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            control.Add(OneDay(random, Baseline));
            treatment.Add(OneDay(random, Baseline + Effect));
            if (!Learning.Effect.TryOf(new ArmStatistic(kind, control), new ArmStatistic(kind, treatment), EffectScale.Absolute, out Effect effect, out _))
                continue;
            // What is seen on the wrong side ends an experiment too, and is no power.
            bool isRight = Effect == 0 || effect.Estimate > 0 == Effect > 0;
            bool fixedSees = WelchTest.PValue(effect) < Alpha;
            if (fixedSees && !peekingEnded)
                (peekingEnded, tally.Peeking, tally.PeekingDays) = (true, isRight ? 1 : 0, day);
            if (!sequentialEnded && (long)UnitsPerDay * day >= SequentialTest.FewestUnits && SequentialTest.Of(effect, Alpha, tuning: Tuning).PValue < Alpha)
                (sequentialEnded, tally.Sequential, tally.SequentialDays) = (true, isRight ? 1 : 0, day);
            tally.AtEnd = day == Days && fixedSees && isRight ? 1 : 0;
        }
        return tally;
    }

    // The sums of a day's units, drawn exactly: a binomial number of successes, or the mean and the squares of a normal sample, which are independent.
    private SampleMoments OneDay(SeededRandom random, double mean)
    {
        int units = UnitsPerDay;
        if (Deviation is { } deviation)
        {
            double average = mean + (deviation / Math.Sqrt(units) * random.Normal());
            double squares = deviation * deviation * 2 * Variates.Gamma(random, (units - 1) / 2.0);
            return SampleMoments.FromDeviations(units, average, squares);
        }
        long successes = Variates.Binomial(random, units, mean);
        return SampleMoments.FromSums(units, successes, successes);
    }

    private void Validate()
    {
        bool share = Deviation is null;
        SettingOutOfRangeException.ThrowUnless(
            share ? Baseline is > 0 and < 1 : double.IsFinite(Baseline), nameof(Baseline), Baseline, share ? "above 0 and below 1 for a share" : "a finite number");
        SettingOutOfRangeException.ThrowUnless(share || (Deviation > 0 && double.IsFinite(Deviation!.Value)), nameof(Deviation), Deviation ?? 0, "above 0");
        SettingOutOfRangeException.ThrowUnless(
            share ? Baseline + Effect is > 0 and < 1 : double.IsFinite(Effect), nameof(Effect), Effect, share ? "such that the share stays above 0 and below 1" : "a finite number");
        SettingOutOfRangeException.ThrowUnless(UnitsPerDay is >= 2 and <= 10_000_000, nameof(UnitsPerDay), UnitsPerDay, "in 2..10000000");
        SettingOutOfRangeException.ThrowUnless(Days is >= 1 and <= 10_000, nameof(Days), Days, "in 1..10000");
        SettingOutOfRangeException.ThrowUnless(Runs is >= 1 and <= 10_000_000, nameof(Runs), Runs, "in 1..10000000");
        SettingOutOfRangeException.ThrowUnless(Alpha is > 0 and < 0.5, nameof(Alpha), Alpha, "above 0 and below 0.5");
        SettingOutOfRangeException.ThrowUnless(Tuning is >= 1 and <= SequentialTest.MostTuning, nameof(Tuning), Tuning, "in 1..1e15");
        SettingOutOfRangeException.ThrowUnless(Threads is >= 0 and <= 1_024, nameof(Threads), Threads, "in 0..1024");
    }

    private record struct Tally(long AtEnd, long Peeking, long PeekingDays, long Sequential, long SequentialDays)
    {
        public void Add(Tally other)
        {
            AtEnd += other.AtEnd;
            Peeking += other.Peeking;
            PeekingDays += other.PeekingDays;
            Sequential += other.Sequential;
            SequentialDays += other.SequentialDays;
        }
    }
}
