using FsCheck;
using FsCheck.Fluent;
using Perto.Testing;

namespace Perto.Platform.Tests;

public sealed class StatePrimitiveTests
{
    private const long Hour = 3_600_000_000;

    public static TheoryData<string> Orderless => ["views", "views_3d", "recent", "progress", "hours"];

    public static TheoryData<string> All => [.. TestFeatures.Activity.Features.Select(feature => feature.Name)];

    [Theory, MemberData(nameof(Orderless))]
    public void The_order_of_arrival_does_not_matter(string feature) => ForAny(feature, (state, inputs) =>
    {
        byte[] asGiven = Fold(state, inputs);
        Assert.Equal(asGiven, Fold(state, [.. inputs.Reverse()]));
        Assert.Equal(asGiven, Fold(state, [.. inputs.OrderBy(input => input.At)]));
    });

    [Theory, MemberData(nameof(Orderless))]
    public void Two_halves_merge_into_the_state_of_the_whole(string feature) => ForAny(feature, (state, inputs) =>
    {
        for (int cut = 0; cut <= inputs.Length && inputs.Length > 0; cut += Math.Max(1, inputs.Length / 3))
        {
            byte[] whole = Fold(state, inputs);
            byte[] first = Fold(state, inputs[..cut]);
            byte[] second = Fold(state, inputs[cut..]);
            Assert.Equal(whole, state.Merge(first, second));
            Assert.Equal(whole, state.Merge(second, first));
        }
    });

    [Theory, MemberData(nameof(All))]
    public void States_stay_bounded_whatever_comes(string feature)
    {
        (StatePrimitive state, StateKind kind) = Of(feature);
        Random random = Seeds.Random();
        byte[] bytes = [];
        for (int i = 0; i < 2_000; i++)
            bytes = state.Add(bytes, Input(kind, random.Next(100_000) * Hour, random.Next(), random.Next(500)));
        Assert.InRange(bytes.Length, 8, 200);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void A_decayed_counter_is_the_sum_over_the_ages(int lateness)
    {
        StatePrimitive state = Of("heat").State;
        Random random = Seeds.Random();
        StateInput[] inputs = [.. Enumerable.Range(0, 500).Select(i => new StateInput((i - (random.Next(lateness + 1) * 24)) * Hour, FeatureValue.Of(1 + random.NextDouble()), null))];
        const long Now = 800 * Hour;
        double sum = inputs.Sum(input => input.Value!.AsNumber() * Math.Pow(.9, (Now - input.At) / (24.0 * Hour)));

        foreach (byte[] bytes in (byte[][])[Fold(state, inputs), state.Merge(Fold(state, inputs[..100]), Fold(state, inputs[100..]))])
        {
            Assert.True(state.TryNumber(bytes, Now, out double number));
            Assert.Equal(sum, number, 9);
            Assert.Equal(FeatureValue.Of(number), state.Value(bytes, Now));
            Assert.True(state.TryNumber(bytes, Now + (24 * Hour), out double tomorrow));
            Assert.Equal(.9 * sum, tomorrow, 9);
        }
    }

    [Fact]
    public void Sessions_are_those_of_a_slow_count() => Check.One(
        Seeds.Property(200),
        Prop.ForAll(
            ArbMap.Default.GeneratorFor<(byte At, byte Title)[]>().ToArbitrary(),
            given =>
            {
                StateInput[] inputs = [.. given.OrderBy(one => one.At).Select(one => new StateInput(one.At * Hour, FeatureValue.Of($"t{one.Title % 4}"), null))];
                foreach ((int atLeast, int? days) in ((int, int?)[])[(1, null), (2, null), (3, 4)])
                {
                    StatePrimitive state = StatePrimitive.For(new Feature
                    {
                        Name = "s",
                        Kind = FeatureKind.Integer,
                        State = new FeatureState { Primitive = StateKind.Sessions, Event = "e", Field = "f", GapMinutes = 150, AtLeast = atLeast, Windows = days },
                    });
                    byte[] bytes = [];
                    for (int i = 0; i < inputs.Length; i++)
                    {
                        bytes = state.Add(bytes, inputs[i]);
                        Assert.True(state.TryNumber(bytes, inputs[i].At, out double counted));
                        Assert.Equal(Slowly(inputs[..(i + 1)], atLeast, days), counted);
                    }
                }
            }));

    [Fact]
    public void An_event_between_two_sessions_makes_them_one()
    {
        StatePrimitive state = Of("sittings").State;
        StateInput[] apart = [new StateInput(0, null, null), new StateInput(2 * Hour, null, null)];
        Assert.Equal(FeatureValue.Of(2L), state.Value(Fold(state, apart), 2 * Hour));
        Assert.Equal(FeatureValue.Of(1L), state.Value(Fold(state, [.. apart, new StateInput(Hour, null, null)]), 2 * Hour));
    }

    [Fact]
    public void Each_keyword_of_a_list_counts()
    {
        StateInput both = new(0, FeatureValue.Of("crime", "drama", "crime"), null);
        StatePrimitive genres = Of("genres").State;
        Assert.Equal(
            FeatureValue.Of([KeyValuePair.Create("crime", 2.0), KeyValuePair.Create("drama", 1.0)]),
            genres.Value(Fold(genres, [both, new StateInput(1, FeatureValue.Of("crime"), null)]), 1));
        StatePrimitive recent = Of("recent").State;
        Assert.Equal(FeatureValue.Of("drama", "crime"), recent.Value(Fold(recent, [both]), 0));
    }

    [Fact]
    public void Statistics_are_those_of_the_textbook()
    {
        Random random = Seeds.Random();
        StatePrimitive state = Of("session").State;
        double[] values = [.. Enumerable.Range(0, 1_000).Select(_ => 1e6 + random.NextDouble())];
        byte[] all = Fold(state, [.. values.Select(value => new StateInput(0, FeatureValue.Of(value), null))]);
        byte[] merged = state.Merge(
            Fold(state, [.. values[..300].Select(value => new StateInput(0, FeatureValue.Of(value), null))]),
            Fold(state, [.. values[300..].Select(value => new StateInput(0, FeatureValue.Of(value), null))]));

        double mean = values.Average();
        double variance = values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1);
        foreach (byte[] bytes in (byte[][])[all, merged])
        {
            var entries = ((IReadOnlyList<KeyValuePair<string, double>>)state.Value(bytes, 0)!.Raw).ToDictionary();
            Assert.Equal(1_000, entries["count"]);
            Assert.Equal(mean, entries["mean"], 6);
            Assert.Equal(variance, entries["variance"], 6);
            Assert.Equal((values.Min(), values.Max()), (entries["min"], entries["max"]));
        }
        Assert.DoesNotContain("variance", ((IReadOnlyList<KeyValuePair<string, double>>)state.Value(Fold(state, [new StateInput(0, FeatureValue.Of(1.0), null)]), 0)!.Raw).ToDictionary().Keys);
    }

    [Fact]
    public void Frequencies_are_never_too_low_and_too_high_by_no_more_than_their_share()
    {
        StatePrimitive state = StatePrimitive.For(new Feature
        {
            Name = "f",
            Kind = FeatureKind.Map,
            State = new FeatureState { Primitive = StateKind.Frequency, Event = "e", Field = "f", Size = 20 },
        });
        Random random = Seeds.Random();
        // By a power law, as words and titles come.
        string[] items = [.. Enumerable.Range(0, 5_000).Select(_ => $"i{(int)Math.Pow(200, random.NextDouble())}")];
        byte[] half = Fold(state, [.. items[..2_500].Select(item => new StateInput(0, FeatureValue.Of(item), null))]);
        byte[] other = Fold(state, [.. items[2_500..].Select(item => new StateInput(0, FeatureValue.Of(item), null))]);
        byte[] whole = Fold(state, [.. items.Select(item => new StateInput(0, FeatureValue.Of(item), null))]);
        Dictionary<string, int> exact = items.CountBy(item => item).ToDictionary();

        foreach (byte[] bytes in (byte[][])[whole, state.Merge(half, other)])
        {
            var counted = (IReadOnlyList<KeyValuePair<string, double>>)state.Value(bytes, 0)!.Raw;
            Assert.Equal(20, counted.Count);
            Assert.Equal(counted.OrderByDescending(item => item.Value), counted);
            Assert.All(counted, item => Assert.InRange(item.Value, exact[item.Key], exact[item.Key] + (5_000 / 20)));
            foreach ((string item, int _) in exact.Where(item => item.Value > 5_000 / 20))
                Assert.Contains(counted, one => one.Key == item);
        }
    }

    [Fact]
    public void A_whole_counter_stops_at_the_end_of_its_range()
    {
        StatePrimitive state = StatePrimitive.For(new Feature
        {
            Name = "n",
            Kind = FeatureKind.Integer,
            State = new FeatureState { Primitive = StateKind.Counter, Event = "e", Field = "n" },
        });
        StateInput much = new(0, FeatureValue.Of(long.MaxValue), null);
        Assert.Equal(FeatureValue.Of(long.MaxValue), state.Value(Fold(state, [much, much]), 0));
    }

    [Fact]
    public void Windows_before_1970_are_windows_too()
    {
        StatePrimitive state = Of("views_3d").State;
        byte[] bytes = Fold(state, [new StateInput(-1, null, null), new StateInput(1, null, null)]);
        Assert.Equal(FeatureValue.Of(2L), state.Value(bytes, 1));
        Assert.Equal(FeatureValue.Of(1L), state.Value(bytes, -1));
        Assert.Equal(FeatureValue.Of(1L), state.Value(bytes, 2 * 24 * Hour));
    }

    private static double Slowly(StateInput[] inputs, int atLeast, int? days)
    {
        List<List<StateInput>> sessions = [];
        foreach (StateInput input in inputs)
        {
            if (sessions.Count > 0 && input.At - sessions[^1][^1].At <= 2.5 * Hour)
                sessions[^1].Add(input);
            else
                sessions.Add([input]);
        }
        return sessions.Count(session =>
            session.Select(input => input.Value).Distinct().Count() >= atLeast && (days is null || session[^1].At > inputs[^1].At - (days * 24 * Hour)));
    }

    private static void ForAny(string feature, Action<StatePrimitive, StateInput[]> check) => Check.One(
        Seeds.Property(200, feature),
        Prop.ForAll(
            ArbMap.Default.GeneratorFor<(byte At, byte Value, byte Key)[]>().ToArbitrary(),
            given =>
            {
                (StatePrimitive state, StateKind kind) = Of(feature);
                check(state, [.. given.Select(one => Input(kind, one.At * Hour, one.Value, one.Key % 6))]);
            }));

    private static StateInput Input(StateKind kind, long at, int value, int key) => kind switch
    {
        StateKind.Counter or StateKind.PeriodicCounter => new StateInput(at, FeatureValue.Of((long)(value % 1_000)), null),
        StateKind.Scalar or StateKind.List or StateKind.Frequency => new StateInput(at, FeatureValue.Of($"k{key}"), null),
        _ => new StateInput(at, FeatureValue.Of((double)(value % 1_000)), $"k{key}"),
    };

    private static (StatePrimitive State, StateKind Kind) Of(string name)
    {
        Feature feature = TestFeatures.Activity.Features.Single(one => one.Name == name);
        return (StatePrimitive.For(feature), feature.State!.Primitive);
    }

    private static byte[] Fold(StatePrimitive state, StateInput[] inputs)
    {
        byte[] bytes = [];
        foreach (StateInput input in inputs)
            bytes = state.Add(bytes, input);
        return bytes;
    }
}
