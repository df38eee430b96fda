namespace Perto.Learning.Tests;

public sealed class ExperimentDesignTests
{
    private static readonly ExperimentDesign Shares = new() { Baseline = 0.5 };

    /// <summary>The examples of R's power.prop.test: n = 50, p 0.50 and 0.75 has the power 0.7401659; power 0.9 needs n = 76.7.</summary>
    [Fact]
    public void Shares_need_what_R_says()
    {
        Assert.Equal(0.7401659, Shares.Power(0.25, 50), 6);
        ArmSizes sizes = Shares.SampleSize(0.25, 0.9);
        Assert.Equal(76.7, sizes.Control, 1);
        Assert.Equal((sizes.Control, 154), (sizes.Treatment, sizes.Total));
        Assert.Equal(4, sizes.Days(50));
        // Sig. level 0.05, power 0.9, n = 50: p2 = 0.8026 in R's third example.
        Assert.Equal(0.8026 - 0.5, Shares.MinimumDetectableEffect(50, 0.9), 4);
    }

    /// <summary>The rule of every textbook: 2 (1.96 + 0.84)² / d², 62.8 for half a deviation (Cohen 1988 has 64 by the t distribution).</summary>
    [Fact]
    public void Means_need_what_the_rule_says()
    {
        var design = new ExperimentDesign { Baseline = 10, Deviation = 4 };
        ArmSizes sizes = design.SampleSize(2);
        Assert.Equal(62.79, sizes.Control, 2);
        Assert.Equal(0.8, design.Power(2, sizes.Control), 9);
        Assert.Equal(0.8, design.Power(-2, sizes.Control), 9);
        Assert.Equal(2, design.MinimumDetectableEffect(sizes.Control), 9);
        double oneSided = (design with { Alternative = Alternative.Greater }).SampleSize(2).Control;
        Assert.Equal(2 * Math.Pow((1.644853627 + 0.841621234) / 0.5, 2), oneSided, 5);
    }

    /// <summary>With k units for each of the control an experiment of means needs (1 + 1/k) / 2 of the control's units.</summary>
    [Fact]
    public void Arms_may_be_of_different_size()
    {
        var even = new ExperimentDesign { Baseline = 0, Deviation = 1 };
        ArmSizes uneven = (even with { Allocation = 4 }).SampleSize(0.1);
        Assert.Equal(even.SampleSize(0.1).Control * 1.25 / 2, uneven.Control, 6);
        Assert.Equal(4 * uneven.Control, uneven.Treatment, 9);
    }

    /// <summary>The power that is promised is the share of experiments that see the effect.</summary>
    [Fact]
    public void Power_is_how_often_the_effect_is_seen()
    {
        var design = new ExperimentDesign { Baseline = 0.2 };
        int units = (int)Math.Ceiling(design.SampleSize(0.05).Control);
        SimulationResult simulated = new ExperimentSimulation { Baseline = 0.2, Effect = 0.05, UnitsPerDay = units, Days = 1, Runs = 4_000, Seed = 8 }.Run();
        Assert.InRange(simulated.AtEnd.Seen, 0.78, 0.82);
    }

    /// <summary>Above .99 there is nothing that 20 units could see; below there is, and each side is the mirror of the other.</summary>
    [Fact]
    public void A_two_sided_test_looks_down_where_it_can_see_nothing_above()
    {
        var high = new ExperimentDesign { Baseline = 0.99 };
        double drop = high.MinimumDetectableEffect(20);
        Assert.InRange(drop, -0.45, -0.2);
        Assert.Equal(0.8, high.Power(drop, 20), 9);
        Assert.InRange(high.Power(-0.45, 20), 0.94, 0.97);
        Assert.Equal(-drop, new ExperimentDesign { Baseline = 1 - 0.99 }.MinimumDetectableEffect(20), 9);
        Assert.Equal(drop, (high with { Alternative = Alternative.Less }).MinimumDetectableEffect(20), 0.1);
    }

    [Fact]
    public void A_difference_that_no_share_can_have_is_not_detectable()
    {
        Assert.Equal(double.NaN, new ExperimentDesign { Baseline = 0.99, Alternative = Alternative.Greater }.MinimumDetectableEffect(20));
        Assert.Equal(double.NaN, Shares.MinimumDetectableEffect(3));
    }

    /// <summary>A one-sided test never sees an effect on its other side, however large.</summary>
    [Fact]
    public void An_effect_is_on_the_side_of_the_alternative()
    {
        ExperimentDesign up = Shares with { Alternative = Alternative.Greater };
        ExperimentDesign down = Shares with { Alternative = Alternative.Less };
        Assert.Contains("above 0 where the alternative is greater", Assert.Throws<ArgumentOutOfRangeException>(() => up.Power(-0.25, 50)).Message, StringComparison.Ordinal);
        Assert.Contains("below 0 where the alternative is less", Assert.Throws<ArgumentOutOfRangeException>(() => down.SampleSize(0.25)).Message, StringComparison.Ordinal);
        Assert.Equal(up.Power(0.25, 50), down.Power(-0.25, 50), 12);
        Assert.Equal(-0.25, down.MinimumDetectableEffect(down.SampleSize(-0.25).Control), 9);
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Shares.SampleSize(0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Shares.SampleSize(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Shares.SampleSize(0.1, 1));
        Assert.Equal("effect", Assert.Throws<ArgumentOutOfRangeException>(() => Shares.SampleSize(1e-200)).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => Shares.Power(0.1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ArmSizes(1, 1).Days(0));
        Assert.Equal("Baseline", Assert.Throws<SettingOutOfRangeException>(() => new ExperimentDesign { Baseline = 1 }.SampleSize(0.1)).Setting);
        Assert.Equal("Deviation", Assert.Throws<SettingOutOfRangeException>(() => (Shares with { Deviation = -1 }).SampleSize(0.1)).Setting);
        Assert.Equal("Allocation", Assert.Throws<SettingOutOfRangeException>(() => (Shares with { Allocation = 0 }).SampleSize(0.1)).Setting);
    }
}
