using Perto.Testing;

namespace Perto.Platform.Tests;

/// <summary>What feedback of simulated readers does to a gate. The figures of <c>docs/reranking.md</c> come from here.</summary>
public sealed class RerankGateTests(ITestOutputHelper output)
{
    private const double High = .6;
    private const double Low = .25;
    private const int Runs = 400;
    private const long Now = 1;

    private static readonly RerankGateSettings Settings = new();

    [Fact]
    public void A_reranker_that_harms_is_switched_off_within_some_hundred_feedbacks()
    {
        int[] feedbacks = [.. Enumerable.Range(0, Runs).Select(run => UntilOff(new Random(Seeds.Of() + run), High, Low, most: 1_000) ?? int.MaxValue).Order()];

        output.WriteLine($"off after: median {feedbacks[Runs / 2]}, 95 % within {feedbacks[Runs * 95 / 100]}, longest {feedbacks[^1]}");
        Assert.InRange(feedbacks[Runs / 2], 1, 250);
        Assert.InRange(feedbacks[Runs * 95 / 100], 1, 500);
    }

    [Fact]
    public void A_reranker_that_shuffles_is_switched_off_sooner()
    {
        int[] feedbacks = [.. Enumerable.Range(0, Runs).Select(run => UntilOff(new Random(Seeds.Of() + run), .9, 0, most: 1_000) ?? int.MaxValue).Order()];

        output.WriteLine($"off after: median {feedbacks[Runs / 2]}, 95 % within {feedbacks[Runs * 95 / 100]}, longest {feedbacks[^1]}");
        Assert.InRange(feedbacks[^1], 1, 300);
    }

    [Fact]
    public void A_reranker_that_helps_is_never_switched_off_and_known_to_help()
    {
        int off = 0;
        int known = 0;
        for (int run = 0; run < Runs; run++)
        {
            RerankGate gate = Learn(new Random(Seeds.Of() + run), Low, High, 1_000, stopWhenOff: true).Gate;
            off += gate.OffUntil > 0 ? 1 : 0;
            known += gate.Helps ? 1 : 0;
        }

        output.WriteLine($"switched off {off} of {Runs}, known to help {known} of {Runs} within 1,000 feedbacks");
        Assert.Equal(0, off);
        Assert.InRange(known, Runs * 95 / 100, Runs);
    }

    [Fact]
    public void A_reranker_that_changes_nothing_of_worth_is_switched_off_no_more_often_than_the_error_rate()
    {
        int off = Enumerable.Range(0, Runs).Count(run => UntilOff(new Random(Seeds.Of() + run), High, High, most: 1_000) is not null);

        output.WriteLine($"switched off {off} of {Runs}");
        // With a chance of 1 in 100, more than 12 of 400 come once in a thousand times.
        Assert.InRange(off, 0, 12);
    }

    [Fact]
    public void Use_of_what_stands_high_makes_the_shown_order_look_better_and_propensities_take_that_out()
    {
        var random = Seeds.Random();
        var readers = new SimulatedReaders(random, High, High);
        double plain = 0;
        double weighted = 0;
        const int Answers = 40_000;
        for (int i = 0; i < Answers; i++)
        {
            (double advantage, double propensity) = Answer(random, readers, Settings.Exploration);
            plain += advantage;
            weighted += .5 / propensity * advantage;
        }

        output.WriteLine($"mean advantage of a re-ranker of equal worth: {plain / Answers:0.000} as it is seen, {weighted / Answers:0.000} weighted");
        Assert.InRange(plain / Answers, .03, 1);
        Assert.InRange(weighted / Answers, -.01, .01);
    }

    [Fact]
    public void What_turned_bad_after_long_being_good_is_found_because_the_test_begins_anew()
    {
        var random = Seeds.Random();
        RerankGate gate = Learn(random, Low, High, 3_000, stopWhenOff: true).Gate;
        Assert.True(gate.Helps);

        (RerankGate after, int feedbacks) = Learn(random, High, Low, 4_000, stopWhenOff: true, gate);

        output.WriteLine($"off after {feedbacks} feedbacks");
        Assert.True(after.OffUntil > 0);
        Assert.False(after.Helps);
        Assert.InRange(feedbacks, 1, 2_000);
    }

    [Fact]
    public void It_is_tried_again_after_a_pause_that_doubles_each_time_up_to_ninety_days()
    {
        long now = 0;
        RerankGate gate = new();
        double[] days = new double[6];
        for (int time = 0; time < days.Length; time++)
        {
            while (!gate.IsOff(now))
                gate = gate.With(-1, .8, Settings, now);
            days[time] = TimeSpan.FromMicroseconds(gate.OffUntil - now).TotalDays;
            RerankGate late = gate.With(1, .2, Settings, now);
            Assert.Equal((gate.OffUntil, gate.Test, gate.Feedbacks + 1), (late.OffUntil, late.Test, late.Feedbacks));
            now = gate.OffUntil;
            Assert.False(gate.IsOff(now));
        }

        Assert.Equal([7, 14, 28, 56, 90, 90], days);
    }

    [Fact]
    public void Feedback_that_speaks_for_neither_order_changes_nothing_of_the_evidence()
    {
        RerankGate gate = new();
        for (int i = 0; i < 900; i++)
            gate = gate.With(0, .8, Settings, now: 0);

        Assert.Equal((900, 0.0, 0.0), (gate.Feedbacks, gate.Test.LogHarm, gate.Test.LogHelp));
    }

    [Theory]
    [InlineData(.05)]
    [InlineData(.1)]
    public void A_reranker_that_harms_is_switched_off_also_where_most_feedback_is_empty(double share)
    {
        const int Few = 40;
        int[] feedbacks = [.. Enumerable.Range(0, Few).Select(run => UntilOff(new Random(Seeds.Of() + run), High, Low, most: 20_000, share) ?? int.MaxValue).Order()];

        output.WriteLine($"{share:0%} of feedbacks tell something; off after: median {feedbacks[Few / 2]}, longest {feedbacks[^1]}");
        Assert.InRange(feedbacks[^1], 1, 20_000);
    }

    [Fact]
    public void A_reranker_that_harms_a_little_is_switched_off_by_the_long_test()
    {
        const int Few = 40;
        int[] feedbacks = [.. Enumerable.Range(0, Few).Select(run => UntilOff(new Random(Seeds.Of() + run), High, .5, most: 20_000) ?? int.MaxValue).Order()];

        output.WriteLine($"off after: median {feedbacks[Few / 2]}, 95 % within {feedbacks[Few * 95 / 100]}, longest {feedbacks[^1]}");
        Assert.InRange(feedbacks[Few * 95 / 100], 1, 20_000);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_threshold_that_leaves_three_of_ten_switches_no_reranker_off_that_does_not_harm(bool sameOrder)
    {
        const int Few = 200;
        int off = 0;
        for (int run = 0; run < Few; run++)
        {
            var random = new Random(Seeds.Of() + run);
            var readers = new SimulatedReaders(random, High, High);
            RerankGate gate = new();
            for (int feedback = 0; feedback < 1_000 && gate.OffUntil == 0; feedback++)
            {
                (string[] original, string[] reranked) = readers.Query();
                string[] filtered = (sameOrder ? original : reranked)[..3];
                double exploration = gate.Exploration(Settings, Now);
                bool explores = random.NextDouble() < exploration;
                // Also where the order of retrieval is shown in its whole length.
                gate = gate.With(OrderAdvantage.Of(original, filtered, readers.Use(explores ? original : filtered)), explores ? exploration : 1 - exploration, Settings, Now);
            }
            off += gate.OffUntil > 0 ? 1 : 0;
        }

        output.WriteLine($"{(sameOrder ? "the same order" : "an order of the same worth")}, cut to three: switched off {off} of {Few}");
        Assert.InRange(off, 0, 8);
    }

    [Fact]
    public void Feedback_of_an_answer_that_could_have_no_other_order_opens_exploration_and_is_no_evidence()
    {
        RerankGate gate = new();
        Assert.Equal(0, gate.Exploration(Settings, Now));

        gate = gate.With(-1, propensity: 1, Settings, Now);

        Assert.Equal((1, 0, Settings.Exploration), (gate.Feedbacks, gate.Test.Count, gate.Exploration(Settings, Now)));
    }

    private static int? UntilOff(Random random, double originalDecay, double rerankedDecay, int most, double share = 1)
    {
        (RerankGate gate, int feedbacks) = Learn(random, originalDecay, rerankedDecay, most, stopWhenOff: true, share: share);
        return gate.OffUntil > 0 ? feedbacks : null;
    }

    private static (RerankGate Gate, int Feedbacks) Learn(
        Random random, double originalDecay, double rerankedDecay, int most, bool stopWhenOff, RerankGate? gate = null, double share = 1)
    {
        gate ??= new RerankGate();
        var readers = new SimulatedReaders(random, originalDecay, rerankedDecay);
        for (int feedback = 1; feedback <= most; feedback++)
        {
            (double advantage, double propensity) = Answer(random, readers, gate.Exploration(Settings, Now));
            gate = gate.With(random.NextDouble() < share ? advantage : 0, propensity, Settings, Now);
            if (stopWhenOff && gate.OffUntil > 0)
                return (gate, feedback);
        }
        return (gate, most);
    }

    private static (double Advantage, double Propensity) Answer(Random random, SimulatedReaders readers, double exploration)
    {
        (string[] original, string[] reranked) = readers.Query();
        bool explores = random.NextDouble() < exploration;
        return (OrderAdvantage.Of(original, reranked, readers.Use(explores ? original : reranked)), explores ? exploration : 1 - exploration);
    }
}
