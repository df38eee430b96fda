namespace Perto.Learning.Tests;

public sealed class ExperimentSimulationTests
{
    /// <summary>
    /// The promise of the sequential test: with 100 looks it sees an effect where there is none in at most 5 % of experiments. The fixed test, looked at as often, does so in
    /// far more (Johari et al. 2017).
    /// </summary>
    [Theory, InlineData(0.1, null), InlineData(20.0, 35.0)]
    public void A_hundred_looks_find_nothing_where_there_is_nothing(double baseline, double? deviation)
    {
        SimulationResult result = new ExperimentSimulation
        {
            Baseline = baseline,
            Deviation = deviation,
            UnitsPerDay = 100,
            Days = 100,
            Runs = 2_000,
            Seed = 17,
        }.Run();
        Assert.InRange(result.Sequential.Seen, 0.001, 0.05);
        Assert.InRange(result.Peeking.Seen, 0.25, 0.6);
        Assert.InRange(result.AtEnd.Seen, 0.035, 0.065);
        // 1.96 standard errors of a share of 2,000 experiments.
        double half = 1.96 * Math.Sqrt(result.AtEnd.Seen * (1 - result.AtEnd.Seen) / 2_000);
        Assert.Equal(2 * half, result.AtEnd.Interval.Upper - result.AtEnd.Interval.Lower, 0.001);
    }

    [Fact]
    public void A_sequential_test_stops_early_where_there_is_much()
    {
        SimulationResult result = new ExperimentSimulation { Baseline = 0.1, Effect = 0.05, UnitsPerDay = 200, Days = 60, Runs = 300, Seed = 3 }.Run();
        Assert.Equal(1, result.Sequential.Seen);
        Assert.InRange(result.Sequential.MeanDays, 3, 30);
        Assert.Equal(400 * result.Sequential.MeanDays, result.Sequential.MeanUnits, 6);
        Assert.True(result.Peeking.MeanDays < result.Sequential.MeanDays);
        Assert.Equal(60, result.AtEnd.MeanDays);
    }

    /// <summary>An effect that is next to nothing is seen on its own side as often as on the other: half of all false positives, in the same experiments.</summary>
    [Fact]
    public void An_effect_on_the_wrong_side_is_not_seen()
    {
        var nothing = new ExperimentSimulation { Baseline = 5, Deviation = 4, UnitsPerDay = 200, Days = 20, Runs = 4_000, Tuning = 500 };
        SimulationResult none = nothing.Run();
        SimulationResult little = (nothing with { Effect = 1e-9 }).Run();
        SimulationResult down = (nothing with { Effect = -1e-9 }).Run();
        Assert.Equal(none.AtEnd.Seen, little.AtEnd.Seen + down.AtEnd.Seen, 9);
        Assert.Equal(none.Peeking.Seen, little.Peeking.Seen + down.Peeking.Seen, 9);
        Assert.Equal(none.Sequential.Seen, little.Sequential.Seen + down.Sequential.Seen, 9);
        Assert.InRange(little.AtEnd.Seen / none.AtEnd.Seen, 0.4, 0.6);
        Assert.InRange(little.Peeking.Seen / none.Peeking.Seen, 0.4, 0.6);
        // It ends the experiment all the same.
        Assert.Equal(none.Peeking.MeanDays, little.Peeking.MeanDays);
    }

    /// <summary>With 30 units a day an arm has a hundred on the fourth day: however large the effect, the sequential test does not look before.</summary>
    [Fact]
    public void The_sequential_test_waits_for_a_hundred_units()
    {
        SimulationResult result = new ExperimentSimulation { Baseline = 0.1, Effect = 0.8, UnitsPerDay = 30, Days = 6, Runs = 50 }.Run();
        Assert.Equal((1, 4), (result.Sequential.Seen, result.Sequential.MeanDays));
        Assert.InRange(result.Peeking.MeanDays, 1, 1.5);
    }

    [Fact]
    public void Threads_do_not_change_the_answer_and_seeds_do()
    {
        var simulation = new ExperimentSimulation { Baseline = 5, Deviation = 4, Effect = 0.2, UnitsPerDay = 100, Days = 20, Runs = 200, Threads = 1 };
        int last = 0;
        SimulationResult one = simulation.Run(done => last = done);
        Assert.Equal(200, last);
        Assert.Equal(one, (simulation with { Threads = 4 }).Run());
        Assert.NotEqual(one, (simulation with { Seed = 2 }).Run());
    }

    [Fact]
    public void Cancelling_ends_it()
    {
        using var cancelling = new CancellationTokenSource();
        var simulation = new ExperimentSimulation { Baseline = 0.1, Runs = 1_000_000 };
        Assert.Throws<OperationCanceledException>(() => simulation.Run(_ => cancelling.Cancel(), cancelling.Token));
    }

    [Theory]
    [InlineData(0, null, 0, 100, "Baseline")]
    [InlineData(0.5, null, 0.5, 100, "Effect")]
    [InlineData(0.5, -1.0, 0.5, 100, "Deviation")]
    [InlineData(0.5, null, 0, 1, "UnitsPerDay")]
    public void What_makes_no_sense_is_refused(double baseline, double? deviation, double effect, int units, string setting) =>
        Assert.Equal(setting, Assert.Throws<SettingOutOfRangeException>(() =>
            new ExperimentSimulation { Baseline = baseline, Deviation = deviation, Effect = effect, UnitsPerDay = units }.Run()).Setting);
}
