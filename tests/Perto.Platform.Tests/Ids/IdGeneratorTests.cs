using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Perto.Testing;

namespace Perto.Platform.Tests;

public sealed class IdGeneratorTests
{
    [Fact]
    public void An_id_is_a_lower_case_uuid_of_version_7_with_the_time_it_was_made()
    {
        var clock = new ManualTimeProvider(new DateTimeOffset(2026, 5, 17, 12, 0, 0, 123, TimeSpan.Zero));

        string id = new IdGenerator(clock).NewId();

        Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", id);
        long millisecond = long.Parse(id[..8] + id[9..13], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        Assert.Equal(clock.GetUtcNow().ToUnixTimeMilliseconds(), millisecond);
    }

    [Fact]
    public void Ids_increase_as_text_whatever_the_clock_does() =>
        Check.One(
            Seeds.Property(cases: 300),
            Prop.ForAll(Gen.Choose(-5_000, 5_000).ListOf().ToArbitrary(), steps =>
            {
                var clock = new ManualTimeProvider();
                var ids = new IdGenerator(clock);
                List<string> made = [ids.NewId()];
                foreach (int step in steps)
                {
                    clock.SetWallClock(clock.GetUtcNow().AddMilliseconds(step));
                    made.Add(ids.NewId());
                }
                return made.Zip(made.Skip(1), (before, after) => string.CompareOrdinal(before, after) < 0).All(increases => increases);
            }));

    [Fact]
    public void Ids_go_on_increasing_when_the_counter_runs_over()
    {
        // The clock stands still, and a millisecond's counter has 4,096 values.
        var ids = new IdGenerator(new ManualTimeProvider());

        string[] made = [.. Enumerable.Range(0, 50_000).Select(_ => ids.NewId())];

        Assert.Equal(made.Order(StringComparer.Ordinal), made);
        Assert.Equal(made.Length, made.Distinct().Count());
    }

    [Fact]
    public async Task Ids_of_many_threads_are_distinct_and_increase_on_each()
    {
        var ids = new IdGenerator(TimeProvider.System);

        string[][] made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Enumerable.Range(0, 20_000).Select(_ => ids.NewId()).ToArray())));

        Assert.Equal(8 * 20_000, made.SelectMany(each => each).Distinct().Count());
        Assert.All(made, each => Assert.Equal(each.Order(StringComparer.Ordinal), each));
    }
}
