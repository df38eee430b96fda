using Perto.Learning;
using Perto.Platform;

namespace Perto.Targeting.Tests;

public sealed class AssignmentTests
{
    private static readonly Dictionary<string, string> Nothing = [];

    /// <summary>Made with <c>python3 -c "import hashlib; print(int.from_bytes(hashlib.sha256('salt:unit'.encode()).digest()[:8], 'big') % 10000)"</c>.</summary>
    [Theory]
    [InlineData("experiment.ranking.1", "ana", 2515)]
    [InlineData("layer.default", "João ☂", 924)]
    public void A_bucket_is_the_one_that_other_languages_compute(string salt, string unit, int bucket) => Assert.Equal(bucket, Buckets.Of(salt, unit));

    [Fact]
    public void Units_of_any_length_have_a_bucket_and_salts_have_no_colon()
    {
        Assert.InRange(Buckets.Of("s", new string('é', 4_000)), 0, Buckets.Count - 1);
        Assert.Throws<ArgumentException>(() => Buckets.Of("a:b", "c"));
    }

    [Fact]
    public async Task Arms_get_their_weights_and_experiments_of_different_layers_do_not_depend_on_each_other()
    {
        await using TestExperiments test = await TestExperiments.OpenAsync();
        await test.RunAsync(TestExperiments.Define("one", layer: "a") with { Arms = [Arm("x", 1), Arm("y", 3)] });
        await test.RunAsync(TestExperiments.Define("two", layer: "b") with { Arms = [Arm("x", 1), Arm("y", 1), Arm("z", 2)] });
        RunningExperiments running = await test.RunningAsync();

        const int Units = 100_000;
        long[,] counts = new long[2, 3];
        for (int unit = 0; unit < Units; unit++)
        {
            IReadOnlyList<Assignment> assignments = running.Assign($"u{unit}", Nothing, TestExperiments.Now);
            counts["xy".IndexOf(assignments[0].Arm!, StringComparison.Ordinal), "xyz".IndexOf(assignments[1].Arm!, StringComparison.Ordinal)]++;
        }

        double[] expected = [0.25 * 0.25, 0.25 * 0.25, 0.25 * 0.5, 0.75 * 0.25, 0.75 * 0.25, 0.75 * 0.5];
        // The joint distribution is that of two independent ones.
        Assert.InRange(SampleRatioMismatch.Of([.. counts.Cast<long>()], expected).PValue, 0.001, 1);
    }

    [Fact]
    public async Task Experiments_of_one_layer_share_no_unit_and_use_all_of_it()
    {
        await using TestExperiments test = await TestExperiments.OpenAsync();
        await test.RunAsync(TestExperiments.Define("one", traffic: 0.3));
        await test.RunAsync(TestExperiments.Define("two", traffic: 0.7));
        RunningExperiments running = await test.RunningAsync();

        int[] assigned = new int[2];
        for (int unit = 0; unit < 20_000; unit++)
        {
            IReadOnlyList<Assignment> assignments = running.Assign($"u{unit}", Nothing, TestExperiments.Now);
            Assert.Single(assignments, assignment => assignment.Arm is not null);
            Assert.Single(assignments, assignment => assignment.Reason == AssignmentReason.NotInTraffic);
            assigned[assignments[0].Arm is null ? 1 : 0]++;
        }
        Assert.InRange(SampleRatioMismatch.Of([assigned[0], assigned[1]], [0.3, 0.7]).PValue, 0.001, 1);

        ConflictException full = await Assert.ThrowsAsync<ConflictException>(() => test.RunAsync(TestExperiments.Define("three", traffic: 0.1)));
        Assert.Equal("layer_full", full.Code);
        Assert.Contains("has 0 of its units free, and three needs 0.1", full.Message, StringComparison.Ordinal);
        await test.Experiments.StopAsync("one", TestContext.Current.CancellationToken);
        Assert.Equal([new BucketRange(0, 1_000)], (await test.Experiments.StartAsync("three", TestContext.Current.CancellationToken)).Ranges);
    }

    [Fact]
    public async Task With_more_traffic_units_only_enter()
    {
        await using TestExperiments test = await TestExperiments.OpenAsync();
        await test.RunAsync(TestExperiments.Define("grows", traffic: 0.2));
        await test.RunAsync(TestExperiments.Define("beside", traffic: 0.3));
        Dictionary<string, string?> before = await ArmsAsync(test, "grows");
        Dictionary<string, string?> beside = await ArmsAsync(test, "beside");

        ExperimentInfo grown = await test.Experiments.PutAsync(TestExperiments.Define("grows", traffic: 0.6), TestContext.Current.CancellationToken);

        Assert.Equal([new BucketRange(0, 2_000), new BucketRange(5_000, 9_000)], grown.Ranges);
        Assert.Equal(1, grown.Version);
        Dictionary<string, string?> after = await ArmsAsync(test, "grows");
        Assert.All(before.Where(unit => unit.Value is not null), unit => Assert.Equal(unit.Value, after[unit.Key]));
        Assert.InRange(after.Count(unit => unit.Value is not null), 2_800, 3_200);
        Assert.Equal(beside, await ArmsAsync(test, "beside"));
    }

    [Fact]
    public async Task The_holdout_is_in_no_experiment_and_its_share_is_what_was_asked_for()
    {
        await using TestExperiments test = await TestExperiments.OpenAsync();
        await test.Experiments.HoldAsync(new Holdout { Share = 0.1, Salt = "spring" }, TestContext.Current.CancellationToken);
        await test.RunAsync(TestExperiments.Define("one", layer: "a"));
        await test.RunAsync(TestExperiments.Define("two", layer: "b"));
        RunningExperiments running = await test.RunningAsync();

        long held = 0;
        for (int unit = 0; unit < 20_000; unit++)
        {
            IReadOnlyList<Assignment> assignments = running.Assign($"u{unit}", Nothing, TestExperiments.Now);
            bool isHeld = assignments[0].Reason == AssignmentReason.Holdout;
            Assert.All(assignments, assignment => Assert.Equal(isHeld, assignment.Arm is null));
            held += isHeld ? 1 : 0;
        }
        Assert.InRange(SampleRatioMismatch.Of([held, 20_000 - held], [0.1, 0.9]).PValue, 0.001, 1);

        ConflictException refused = await Assert.ThrowsAsync<ConflictException>(
            () => test.Experiments.HoldAsync(new Holdout { Share = 0.2, Salt = "spring" }, TestContext.Current.CancellationToken));
        Assert.Equal("experiment_running", refused.Code);
        Assert.Equal(0.05, (await test.Experiments.HoldAsync(new Holdout { Share = 0.05, Salt = "spring" }, TestContext.Current.CancellationToken)).Share);
    }

    [Fact]
    public async Task Eligibility_time_and_overrides_decide_before_the_hash()
    {
        await using TestExperiments test = await TestExperiments.OpenAsync();
        await test.RunAsync(TestExperiments.Define("local") with
        {
            Attributes = new Dictionary<string, IReadOnlyList<string>> { ["country"] = ["PT", "BR"], ["tier"] = ["basic"] },
            StartsAt = TestExperiments.Now.AddDays(1),
            EndsAt = TestExperiments.Now.AddDays(2),
        });
        await test.Experiments.OverrideAsync("local", [new() { Unit = "tester", Arm = "new" }, new() { Unit = "crawler" }], TestContext.Current.CancellationToken);
        RunningExperiments running = await test.RunningAsync();
        Dictionary<string, string> here = new() { ["country"] = "BR", ["tier"] = "basic" };

        Assert.Equal(AssignmentReason.NotStarted, Reason("ana", here, 0.9));
        Assert.Equal(AssignmentReason.Assigned, Reason("ana", here, 1));
        Assert.Equal(AssignmentReason.Ended, Reason("ana", here, 2));
        Assert.Equal(AssignmentReason.NotEligible, Reason("ana", new() { ["country"] = "BR", ["tier"] = "premium" }, 1));
        Assert.Equal(AssignmentReason.NotEligible, Reason("ana", new() { ["country"] = "BR" }, 1));
        Assignment tester = running.Assign("tester", Nothing, TestExperiments.Now.AddDays(1))[0];
        Assert.Equal((AssignmentReason.Overridden, "new", "learned"), (tester.Reason, tester.Arm, tester.Parameters!["ranker"]));
        Assert.Equal(AssignmentReason.Excluded, Reason("crawler", here, 1));

        AssignmentReason Reason(string unit, Dictionary<string, string> attributes, double days) => running.Assign(unit, attributes, TestExperiments.Now.AddDays(days))[0].Reason;
    }

    private static async Task<Dictionary<string, string?>> ArmsAsync(TestExperiments test, string experiment)
    {
        RunningExperiments running = await test.RunningAsync();
        return Enumerable.Range(0, 5_000).Select(unit => $"u{unit}").ToDictionary(
            unit => unit, unit => running.Assign(unit, Nothing, TestExperiments.Now).Single(assignment => assignment.Experiment == experiment).Arm, StringComparer.Ordinal);
    }

    private static ExperimentArm Arm(string name, double weight) => new() { Name = name, Weight = weight };
}
