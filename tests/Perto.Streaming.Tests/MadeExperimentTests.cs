using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Perto.Learning;
using Perto.Targeting;
using static Perto.Streaming.Tests.HomeExperimentTests;

namespace Perto.Streaming.Tests;

/// <summary>From the declaration to the verdict, on a service of which it is known what is better.</summary>
public sealed class MadeExperimentTests
{
    private static readonly ExperimentMetric[] Metrics =
    [
        new() { Name = "engagement", Covariate = "plays" },
        new() { Name = "clicks", Kind = MetricKind.Ratio, Denominator = "impressions" },
        new() { Name = "plays", Covariate = "plays" },
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_truly_better_arm_wins_one_that_is_the_same_does_not_and_the_lift_is_over_the_holdout()
    {
        await using MadeService made = await MadeService.OpenAsync(new GeneratorSettings { People = 400, Titles = 1_000, TypicalViews = 40, Days = 120 });
        Service service = made.Service;
        await ExperimentsOf(service).HoldAsync(new Holdout { Share = 0.25 }, Cancellation);
        await RunAsync(service, Define("pages", Arm("popular", ("page", "popular")), Arm("personal")) with
        {
            Metrics = Metrics,
            HoldoutParameters = new Dictionary<string, string> { ["page"] = "popular" },
        });
        await RunAsync(service, Define("same", Arm("a"), Arm("b")) with { Layer = "same", Metrics = Metrics });

        Dictionary<string, List<double>> worth = [];
        for (int visit = 0; visit < 3; visit++)
        {
            for (int person = 1; person <= made.Settings.People; person++)
            {
                HomePage page = await made.VisitAsync(person.ToString(CultureInfo.InvariantCulture));
                string arm = page.Experiments.Single(experiment => experiment.Name == "pages").Arm;
                (worth.TryGetValue(arm, out List<double>? known) ? known : worth[arm] = []).Add(Worth(made.Truth, page));
            }
            service.Clock.Advance(TimeSpan.FromDays(1));
            await service.Services.GetRequiredService<ExposureLog>().FlushAsync(Cancellation);
        }

        Assert.True(worth["personal"].Average() > 1.1 * worth["popular"].Average(), "the arm is not better in truth");
        ExperimentResults results = await ExperimentsOf(service).ResultsAsync("pages", new ResultsRequest(), Cancellation);
        Assert.False(results.Fixed!.Srm.Mismatch);
        Comparison engagement = results.Fixed.Comparisons.Single(comparison => comparison.Metric == "engagement");
        Assert.Equal("personal", engagement.Arm);
        Assert.True(engagement.Absolute!.Lower > 0, $"{engagement.Absolute}");
        // What the pages of the arms were worth more in truth, over three visits.
        double truly = 3 * (worth["personal"].Average() - worth["popular"].Average());
        Assert.InRange(truly, engagement.Absolute.Lower!.Value, engagement.Absolute.Upper!.Value);
        ExperimentResults same = await ExperimentsOf(service).ResultsAsync("same", new ResultsRequest(), Cancellation);
        Assert.All(same.Fixed!.Comparisons, comparison => Assert.True(comparison.Absolute!.Lower < 0 && comparison.Absolute.Upper > 0, $"{comparison.Metric}: {comparison.Absolute}"));
        MeasuresReport lift = await service.Services.GetRequiredService<MeasuresReader>()
            .ReadAsync(TenantId.Local, new MeasuresRequest { Experiment = "pages", Arm = "personal", Baseline = "holdout" }, Cancellation);
        Assert.True(lift.Measures.Single(measure => measure.Name == "lift").Lower > 0);
    }

    // The engagement to be expected of a page as it stands.
    private static double Worth(GeneratedTruth truth, HomePage page) => page.Rows
        .SelectMany((row, place) => row.Titles.Select(title => GeneratedTruth.Examination(place + 1, title.Rank) * truth.Engagement(page.User, title.Id, Service.Now, DeviceKind.Tv)))
        .Sum();
}
