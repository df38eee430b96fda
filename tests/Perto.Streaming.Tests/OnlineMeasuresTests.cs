using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;
using Perto.Targeting;

namespace Perto.Streaming.Tests;

public sealed class OnlineMeasuresTests
{
    private static readonly DateTimeOffset Start = Service.Now.AddDays(-2);

    [Fact]
    public void Each_measure_is_what_its_definition_says()
    {
        // 10 shown, 4 clicked, 3 of those begun, 2 of those completed; 5 begun in all, in sessions of 60 + 60 and of 30 minutes.
        var ana = new MeasuredPerson(
            10,
            [Click("a", 0), Click("b", 0), Click("c", 0), Click("d", 0)],
            [Play("a", 1, 0.9, 3_600), Play("b", 62, 0.8, 3_600), Play("c", 300, 0.5, 1_800), Play("x", 2_000, 0.9, null), Play("a", -5, 1, null)]);
        var rui = new MeasuredPerson(10, [], []);

        Dictionary<string, OnlineMeasure> measures = OnlineMeasures.Of([ana, rui], titles: 10).ToDictionary(measure => measure.Name);

        Assert.Equal(4 / 20.0, measures["click_through"].Value);
        Assert.True(measures["click_through"].Met);
        Assert.Equal(3 / 4.0, measures["play_rate"].Value);
        Assert.False(measures["play_rate"].Met);
        Assert.Equal(4 / 5.0, measures["completion"].Value);
        Assert.Equal(((0.1 * 4) + (0.3 * 3) + (0.6 * 2)) / 20, measures["engagement"].Value!.Value, 12);
        Assert.Null(measures["engagement"].Met);
        Assert.Equal(150.0 / 2, measures["session"].Value);
        Assert.Equal(0.4, measures["discovery"].Value);
        // The two most played of ten titles are a, and b by its name.
        Assert.Equal(2 / 5.0, measures["long_tail"].Value);
        Assert.Equal(2 / 3.0, measures["relevance"].Value!.Value, 12);
        Assert.False(measures.ContainsKey("lift"));
    }

    [Fact]
    public void Nothing_observed_is_no_value_and_no_verdict()
    {
        Assert.All(OnlineMeasures.Of([], titles: 0), measure => Assert.Equal((null, null, null), (measure.Value, measure.Lower, measure.Met)));
        Assert.Null(OnlineMeasures.Of([new MeasuredPerson(5, [], [])], titles: 3)[0].Lower);
    }

    /// <summary>Intervals of 95 % over 400 made services: people click with a probability of their own, so that clicks are not independent.</summary>
    [Fact]
    public void The_interval_covers_the_true_rate_as_often_as_it_says()
    {
        var random = new Random(8);
        int covered = 0;
        for (int service = 0; service < 400; service++)
        {
            MeasuredPerson[] people = [.. Enumerable.Range(0, 200).Select(_ =>
            {
                double own = random.NextDouble() * 0.4;
                return new MeasuredPerson(20, [.. Enumerable.Range(0, 20).Where(_ => random.NextDouble() < own).Select(at => Click("t", at))], []);
            })];
            OnlineMeasure rate = OnlineMeasures.Of(people, titles: 1)[0];
            covered += rate.Lower <= 0.2 && rate.Upper >= 0.2 ? 1 : 0;
        }
        Assert.InRange(covered, 368, 392);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Measures_are_read_of_all_people_and_of_an_arm_from_when_they_met_the_experiment(SqlDialect dialect)
    {
        await using Service service = await Service.OpenAsync(dialect);
        await service.ImportAsync(Service.Movies(), "userId,movieId,rating,timestamp\n");
        IExperiments experiments = service.Services.GetRequiredService<ExperimentTenants>().For(TenantId.Local);
        await experiments.PutAsync(
            new Experiment { Name = "ranking", Arms = [new() { Name = "blend" }, new() { Name = "learned" }] }, TestContext.Current.CancellationToken);
        await experiments.StartAsync("ranking", TestContext.Current.CancellationToken);
        Dictionary<string, int> people = new() { ["blend"] = 0, ["learned"] = 0 };
        for (int person = 0; person < 90; person++)
        {
            string user = $"p{person}";
            // Before they met the experiment everybody clicked.
            await service.RecordAsync(Event(EventType.Impression, user, -1), Event(EventType.Click, user, -1));
            string arm = (await experiments.AssignAsync(new AssignmentRequest { Unit = user }, TestContext.Current.CancellationToken)).Assignments[0].Arm!;
            people[arm]++;
            service.Clock.Advance(TimeSpan.FromMinutes(1));
            await service.RecordAsync(Event(EventType.Impression, user, 0), Event(EventType.Impression, user, 0));
            if (arm == "learned" || person % 3 == 0)
                await service.RecordAsync(Event(EventType.Click, user, 0), Event(EventType.View, user, 0) with { Progress = person % 4 == 0 ? 0.3 : 0.9, Seconds = 3_000 });
        }
        service.Clock.Advance(TimeSpan.FromMinutes(1));
        MeasuresReader reader = service.Services.GetRequiredService<MeasuresReader>();

        MeasuresReport all = await reader.ReadAsync(TenantId.Local, new MeasuresRequest(), TestContext.Current.CancellationToken);
        Assert.Equal((90, 60), (all.People, all.Titles));
        Assert.Equal(270, all.Measures[0].Observations);
        MeasuresReport learned = await reader.ReadAsync(
            TenantId.Local, new MeasuresRequest { Experiment = "ranking", Arm = "learned", Baseline = "blend" }, TestContext.Current.CancellationToken);
        Assert.Equal(people["learned"], learned.People);
        Assert.Equal(0.5, learned.Measures[0].Value);
        Assert.Equal(1, learned.Measures.Single(measure => measure.Name == "play_rate").Value);
        OnlineMeasure lift = learned.Measures.Single(measure => measure.Name == "lift");
        Assert.True(lift.Value > 0.3 && lift.Lower > 0, $"{lift}");
        MeasuresReport none = await reader.ReadAsync(TenantId.Local, new MeasuresRequest { To = Start.AddYears(-1) }, TestContext.Current.CancellationToken);
        Assert.Equal(0, none.People);

        StreamingEvent Event(EventType type, string user, int days) =>
            new() { Type = type, User = user, Title = "t00", At = service.Clock.GetUtcNow().AddDays(days) };
    }

    [Theory]
    [InlineData("ranking", "other", null, "arm must be one of the arms of ranking (blend, learned); got 'other'")]
    [InlineData(null, "blend", null, "arm belongs to an experiment: give experiment too")]
    [InlineData("ranking", null, "blend", "baseline needs arm: lift is of one arm over another")]
    public async Task A_wrong_arm_is_refused(string? experiment, string? arm, string? baseline, string message)
    {
        await using Service service = await Service.OpenAsync();
        await service.Services.GetRequiredService<ExperimentTenants>().For(TenantId.Local).PutAsync(
            new Experiment { Name = "ranking", Arms = [new() { Name = "blend" }, new() { Name = "learned" }] }, TestContext.Current.CancellationToken);
        InvalidValueException refused = await Assert.ThrowsAsync<InvalidValueException>(() => service.Services.GetRequiredService<MeasuresReader>().ReadAsync(
            TenantId.Local, new MeasuresRequest { Experiment = experiment, Arm = arm, Baseline = baseline }, TestContext.Current.CancellationToken));
        Assert.Equal(message, refused.Message);
    }

    private static TitleClick Click(string title, int minutes) => new(title, minutes * 60_000_000L);

    private static Play Play(string title, int minutes, double progress, long? seconds) => new(title, minutes * 60_000_000L, progress, seconds);
}
