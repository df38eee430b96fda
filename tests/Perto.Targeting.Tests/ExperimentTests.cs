using Microsoft.Extensions.DependencyInjection;
using Perto.Learning;
using Perto.Platform;

namespace Perto.Targeting.Tests;

public sealed class ExperimentTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task What_would_move_units_is_refused_while_an_experiment_runs_and_is_the_next_version_afterwards(SqlDialect dialect)
    {
        await using TestExperiments test = await TestExperiments.OpenAsync(dialect);
        Experiment first = TestExperiments.Define("ranking", traffic: 0.5);
        await test.Experiments.PutAsync(first with { Traffic = 0.1 }, Cancellation);
        Assert.Equal(1, (await test.Experiments.PutAsync(first, Cancellation)).Version);
        await test.Experiments.StartAsync("ranking", Cancellation);

        foreach ((Experiment changed, string field) in ((Experiment, string)[])
        [
            (first with { Arms = [first.Arms[0], first.Arms[1] with { Weight = 2 }] }, "arms"),
            (first with { Salt = "another" }, "salt"),
            (first with { Layer = "other" }, "layer"),
            (first with { Traffic = 0.4 }, "traffic"),
            (first with { Attributes = new Dictionary<string, IReadOnlyList<string>> { ["country"] = ["PT"] } }, "attributes"),
            (first with { StartsAt = TestExperiments.Now }, "starts_at"),
        ])
        {
            ConflictException refused = await Assert.ThrowsAsync<ConflictException>(() => test.Experiments.PutAsync(changed, Cancellation));
            Assert.Equal("experiment_running", refused.Code);
            Assert.StartsWith($"{field} can", refused.Message, StringComparison.Ordinal);
            Assert.Contains("version 2 with a new salt", refused.Message, StringComparison.Ordinal);
        }

        ExperimentInfo told = await test.Experiments.PutAsync(first with { Description = "told", Control = "new" }, Cancellation);
        Assert.Equal((1, ExperimentState.Running, "told", "ranking.1"), (told.Version, told.State, told.Experiment.Description, told.Experiment.Salt));
        Assert.Equal("experiment_state", (await Assert.ThrowsAsync<ConflictException>(() => test.Experiments.DeleteAsync("ranking", Cancellation))).Code);
        test.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(TestExperiments.Now.AddHours(1), (await test.Experiments.StopAsync("ranking", Cancellation)).StoppedAt);
        Assert.Equal("experiment_state", (await Assert.ThrowsAsync<ConflictException>(() => test.Experiments.StartAsync("ranking", Cancellation))).Code);

        Experiment weighed = first with { Arms = [first.Arms[0], first.Arms[1] with { Weight = 2 }] };
        InvalidValueException sameSalt = await Assert.ThrowsAsync<InvalidValueException>(() => test.Experiments.PutAsync(weighed with { Salt = "ranking.1" }, Cancellation));
        Assert.Equal("salt", sameSalt.Field);
        ExperimentInfo next = await test.Experiments.PutAsync(weighed, Cancellation);
        Assert.Equal((2, ExperimentState.Draft, "ranking.2"), (next.Version, next.State, next.Experiment.Salt));
        Assert.Equal(ExperimentState.Stopped, (await test.Experiments.ShowAsync("ranking", 1, Cancellation)).State);

        await test.Experiments.DeleteAsync("ranking", Cancellation);
        await Assert.ThrowsAsync<NotFoundException>(() => test.Experiments.ShowAsync("ranking", null, Cancellation));
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_unit_is_exposed_once_in_a_version_and_testers_lookers_and_the_erased_never(SqlDialect dialect)
    {
        await using TestExperiments test = await TestExperiments.OpenAsync(dialect);
        await test.RunAsync(TestExperiments.Define("ranking"));
        await test.Experiments.OverrideAsync("ranking", [new() { Unit = "tester", Arm = "new" }], Cancellation);
        Assigner assigner = test.Services.GetRequiredService<Assigner>();

        await test.Experiments.AssignAsync(new AssignmentRequest { Unit = "ana" }, Cancellation);
        test.Clock.Advance(TimeSpan.FromHours(1));
        await test.Experiments.AssignAsync(new AssignmentRequest { Unit = "ana" }, Cancellation);
        await test.Experiments.AssignAsync(new AssignmentRequest { Unit = "looker", DryRun = true }, Cancellation);
        await test.Experiments.AssignAsync(new AssignmentRequest { Unit = "tester" }, Cancellation);
        await assigner.AssignAsync(TestExperiments.Tenant, "bia", cancellationToken: Cancellation);
        await test.Exposures.FlushAsync(Cancellation);

        Page<ExperimentUnit> units = await test.Experiments.UnitsAsync("ranking", null, new Paging(1), Cancellation);
        Assert.Equal(("ana", TestExperiments.Now), (Assert.Single(units.Items).Unit, units.Items[0].At));
        Assert.Equal("bia", Assert.Single((await test.Experiments.UnitsAsync("ranking", null, new Paging(1, units.NextCursor), Cancellation)).Items).Unit);

        Erasures erasures = test.Services.GetRequiredService<Erasures>();
        ErasureReceipt receipt = await erasures.RunAsync(
            TestExperiments.Tenant, (await erasures.RequestAsync(TestExperiments.Tenant, "ana", Cancellation)).Id, Cancellation);
        Assert.Equal(1, receipt.Sources.Single(source => source.Source.EndsWith("experiment_exposure", StringComparison.Ordinal)).Items);
        Assert.NotNull((await test.Experiments.AssignAsync(new AssignmentRequest { Unit = "ana" }, Cancellation)).Assignments[0].Arm);
        await assigner.AssignAsync(TestExperiments.Tenant, "ana", cancellationToken: Cancellation);
        await test.Exposures.FlushAsync(Cancellation);
        Assert.Equal("bia", Assert.Single((await test.Experiments.UnitsAsync("ranking", null, new Paging(), Cancellation)).Items).Unit);
        Assert.Equal("person_erased", (await Assert.ThrowsAsync<ConflictException>(
            () => test.Experiments.RecordAsync("ranking", [new() { Unit = "ana", Metric = "hours" }], Cancellation))).Code);

        var other = new TenantId("other");
        Assert.Empty((await test.Services.GetRequiredService<ExperimentTenants>().For(other).AssignAsync(new AssignmentRequest { Unit = "ana" }, Cancellation)).Assignments);
    }

    [Fact]
    public async Task Exposures_that_find_the_queue_full_are_lost_and_the_page_is_not_held_up()
    {
        await using TestExperiments test = await TestExperiments.OpenAsync(settings: ("Perto:Experiments:PendingExposures", "2"));
        await test.RunAsync(TestExperiments.Define("ranking"));
        // One call that brings more than there is room for, before any can be written.
        test.Exposures.Add(
            TestExperiments.Tenant, [.. Enumerable.Range(0, 5).Select(unit => new Exposure("ranking", 1, $"u{unit}", "new", TestExperiments.Now))]);
        await test.Exposures.FlushAsync(Cancellation);
        Page<ExperimentUnit> written = await test.Experiments.UnitsAsync("ranking", null, new Paging(), Cancellation);
        Assert.Equal(["u0", "u1"], written.Items.Select(unit => unit.Unit));
    }

    /// <summary>Outcomes with a known effect of 2 on top of what units had before; against the same statistics from the numbers in memory.</summary>
    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Results_are_those_of_the_units_outcomes(SqlDialect dialect)
    {
        await using TestExperiments test = await TestExperiments.OpenAsync(dialect);
        await test.RunAsync(TestExperiments.Define(
            "ranking",
            metrics:
            [
                new() { Name = "hours", Covariate = "hours" },
                new() { Name = "bought", Kind = MetricKind.Proportion },
                new() { Name = "clicks", Kind = MetricKind.Ratio, Denominator = "views" },
                new() { Name = "errors", Goal = MetricGoal.Decrease, Guardrail = true, Margin = 0.5 },
            ]));
        RunningExperiments running = await test.RunningAsync();
        var random = new Random(12);
        List<(string Arm, double Before, double Hours, double Bought, double Clicks, double Views)> units = [];
        List<Exposure> exposures = [];
        List<Outcome> outcomes = [];
        for (int i = 0; i < 600; i++)
        {
            string unit = $"u{i}";
            Exposure exposure = Assert.Single(Exposure.Of(unit, running.Assign(unit, new Dictionary<string, string>(), TestExperiments.Now), TestExperiments.Now));
            exposures.Add(exposure);
            double before = random.NextDouble() * 20;
            double hours = before + random.NextDouble() + (exposure.Arm == "new" ? 2 : 0);
            bool bought = random.Next(4) == 0;
            (int clicks, int views) = (random.Next(3), 3 + random.Next(4));
            units.Add((exposure.Arm, before, hours, bought ? 1 : 0, clicks, views));
            outcomes.Add(new() { Unit = unit, Metric = "hours", Value = before, At = TestExperiments.Now.AddDays(-1), Id = "before" });
            outcomes.Add(new() { Unit = unit, Metric = "hours", Value = hours / 2, At = TestExperiments.Now, Id = "h1" });
            outcomes.Add(new() { Unit = unit, Metric = "hours", Value = hours / 2, At = TestExperiments.Now, Id = "h2" });
            if (bought)
                outcomes.Add(new() { Unit = unit, Metric = "bought", Value = 7, At = TestExperiments.Now, Id = "b" });
            outcomes.Add(new() { Unit = unit, Metric = "clicks", Value = clicks, At = TestExperiments.Now, Id = "c" });
            outcomes.Add(new() { Unit = unit, Metric = "views", Value = views, At = TestExperiments.Now, Id = "v" });
            outcomes.Add(new() { Unit = unit, Metric = "errors", Value = exposure.Arm == "new" ? 3 : 1, At = TestExperiments.Now, Id = "e" });
            outcomes.Add(new() { Unit = unit, Metric = "bought", Value = 1, At = TestExperiments.Now.AddYears(1), Id = "of the future" });
        }
        await test.Exposures.RecordAsync(TestExperiments.Tenant, exposures, Cancellation);
        foreach (Outcome[] some in outcomes.Chunk(1_000))
            Assert.Equal(some.Length, (await test.Experiments.RecordAsync("ranking", some, Cancellation)).New);
        Assert.Equal(0, (await test.Experiments.RecordAsync("ranking", [outcomes[1]], Cancellation)).New);

        ExperimentResults results = await test.Experiments.ResultsAsync("ranking", new ResultsRequest { Correction = Correction.Holm }, Cancellation);

        Assert.StartsWith("sample ratio as expected", results.Banner, StringComparison.Ordinal);
        Assert.Equal(["control", "new"], results.Arms.Select(arm => arm.Arm));
        Effect hoursEffect = Effect.Of(Adjusted("control"), Adjusted("new"), EffectScale.Absolute);
        Comparison found = results.Fixed!.Comparisons[0];
        Assert.Equal(hoursEffect.Estimate, found.Absolute!.Estimate, 9);
        Assert.InRange(found.Absolute.Lower!.Value, 1.9, 2);
        Assert.InRange(found.Adjustment!.Value, 0.95, 1.05);
        Assert.Equal(units.Where(unit => unit.Arm == "new").Average(unit => unit.Bought), results.Fixed.Comparisons[1].Value, 12);
        Assert.Equal(
            units.Where(unit => unit.Arm == "new").Sum(unit => unit.Clicks) / units.Where(unit => unit.Arm == "new").Sum(unit => unit.Views), results.Fixed.Comparisons[2].Value, 12);
        Assert.Equal("clicks/views", results.Fixed.Comparisons[2].Metric);
        Assert.Equal("sequential", results.Sequential!.Test);
        Assert.True(results.Sequential.Comparisons[0].Absolute!.Lower < found.Absolute.Lower);
        Assert.All(results.Fixed.Comparisons.Where(comparison => comparison.PValue is not null), comparison => Assert.True(comparison.AdjustedPValue >= comparison.PValue));
        Assert.Equal(("errors", "new", 0.5), (results.Guardrails[0].Metric, results.Guardrails[0].Arm, results.Guardrails[0].Margin));

        ArmStatistic Adjusted(string arm)
        {
            var moments = new SampleMoments(2);
            foreach ((_, double before, double hours, _, _, _) in units.Where(unit => unit.Arm == arm))
                moments.Add([hours, before]);
            return new ArmStatistic(MetricKind.Mean, moments, Adjusted: true);
        }
    }

    [Theory]
    [InlineData(-0.3, -0.2, MetricGoal.Increase, 0.1, GuardrailVerdict.Broken)]
    [InlineData(-0.05, 0.2, MetricGoal.Increase, 0.1, GuardrailVerdict.Kept)]
    [InlineData(-0.15, 0.2, MetricGoal.Increase, 0.1, GuardrailVerdict.Undecided)]
    [InlineData(0.2, 0.3, MetricGoal.Decrease, 0.1, GuardrailVerdict.Broken)]
    [InlineData(-0.3, 0.05, MetricGoal.Decrease, 0.1, GuardrailVerdict.Kept)]
    public void A_guardrail_is_judged_by_the_whole_interval(double lower, double upper, MetricGoal goal, double margin, GuardrailVerdict verdict)
    {
        var metric = new ExperimentMetric { Name = "m", Goal = goal, Guardrail = true, Margin = margin };
        Assert.Equal(verdict, GuardrailResult.Of(metric, "m", "new", new ReportedEffect((lower + upper) / 2, 0.1, lower, upper, 0.5)).Verdict);
        Assert.Equal(GuardrailVerdict.Undecided, GuardrailResult.Of(metric, "m", "new", null).Verdict);
    }

    [Fact]
    public async Task A_sample_ratio_that_cannot_be_is_said_first()
    {
        await using TestExperiments test = await TestExperiments.OpenAsync();
        await test.RunAsync(TestExperiments.Define("ranking", metrics: new ExperimentMetric { Name = "hours" }));
        Assert.Equal("no unit has met the experiment yet", (await test.Experiments.ResultsAsync("ranking", new ResultsRequest(), Cancellation)).Banner);
        await test.Exposures.RecordAsync(
            TestExperiments.Tenant, [.. Enumerable.Range(0, 300).Select(unit => new Exposure("ranking", 1, $"u{unit}", unit < 200 ? "new" : "control", TestExperiments.Now))], Cancellation);
        ExperimentResults results = await test.Experiments.ResultsAsync("ranking", new ResultsRequest(), Cancellation);
        Assert.StartsWith("SAMPLE RATIO MISMATCH", results.Banner, StringComparison.Ordinal);
        Assert.Equal([new SrmArm("control", 100, 150), new SrmArm("new", 200, 150)], results.Arms);
    }

    [Fact]
    public async Task Bad_input_names_field_value_and_rule()
    {
        await using TestExperiments test = await TestExperiments.OpenAsync();
        Experiment good = TestExperiments.Define("ranking");
        foreach ((Experiment bad, string field) in ((Experiment, string)[])
        [
            (good with { Name = "Ranking" }, "name"),
            (good with { Name = "assign" }, "name"),
            (good with { Salt = "a:b" }, "salt"),
            (good with { Arms = [good.Arms[0]] }, "arms"),
            (good with { Arms = [good.Arms[0], good.Arms[0]] }, "arms[1].name"),
            (good with { Arms = [good.Arms[0], good.Arms[1] with { Weight = double.NaN }] }, "arms[1].weight"),
            (good with { Arms = [good.Arms[0] with { Weight = 1_000_000 }, good.Arms[1]] }, "arms[1].weight"),
            (good with { Control = "none" }, "control"),
            (good with { Attributes = null! }, "attributes"),
            (good with { Metrics = null! }, "metrics"),
            (good with { Traffic = 0 }, "traffic"),
            (good with { StartsAt = TestExperiments.Now, EndsAt = TestExperiments.Now }, "ends_at"),
            (good with { Attributes = new Dictionary<string, IReadOnlyList<string>> { ["country"] = [] } }, "attributes.country"),
            (good with { Metrics = [new() { Name = "clicks", Kind = MetricKind.Ratio }] }, "metrics[0].denominator"),
            (good with { Metrics = [new() { Name = "m" }, new() { Name = "m" }] }, "metrics[1].name"),
        ])
        {
            Assert.Equal(field, (await Assert.ThrowsAsync<InvalidValueException>(() => test.Experiments.PutAsync(bad, Cancellation))).Field);
        }
        await test.RunAsync(good);
        await Assert.ThrowsAsync<InvalidValueException>(() => test.Experiments.AssignAsync(new AssignmentRequest { Unit = "a\u0001" }, Cancellation));
        Assert.Equal("outcomes[1].value", (await Assert.ThrowsAsync<InvalidValueException>(() => test.Experiments.RecordAsync(
            "ranking", [new() { Unit = "a", Metric = "m" }, new() { Unit = "a", Metric = "m", Value = double.PositiveInfinity }], Cancellation))).Field);
        await Assert.ThrowsAsync<NotFoundException>(() => test.Experiments.RecordAsync("none", [new() { Unit = "a", Metric = "m" }], Cancellation));
        Assert.Equal("overrides[0].arm", (await Assert.ThrowsAsync<InvalidValueException>(
            () => test.Experiments.OverrideAsync("ranking", [new() { Unit = "a", Arm = "none" }], Cancellation))).Field);
    }
}
