using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;
using Perto.Targeting;

namespace Perto.Streaming.Tests;

public sealed class HomeExperimentTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_page_is_made_by_its_arm_says_so_and_is_written_down_with_it(SqlDialect dialect)
    {
        await using Service service = await Service.TrainedAsync(dialect);
        await RunAsync(service, Define("pages", Arm("personal"), Arm("popular", ("page", "popular"))));

        Dictionary<string, string> arms = [];
        for (int person = 0; person < 30; person++)
        {
            HomePage page = await service.HomeAsync($"p{person}");
            PageExperiment experiment = Assert.Single(page.Experiments);
            Assert.Equal(("pages", 1), (experiment.Name, experiment.Version));
            Assert.Equal(experiment.Arm == "popular", page.Rows.Any(row => row.Name == HomePlan.PopularRow));
            Assert.Equal(experiment.Arm == "popular", page.Model is null);
            await service.Services.GetRequiredService<ServedLog>().FlushAsync(Cancellation);
            ServedPage served = await service.Services.GetRequiredService<ServedPages>().FindAsync(TenantId.Local, page.Request, Cancellation);
            Assert.Equal([experiment], served.Experiments);
            arms[$"p{person}"] = experiment.Arm;
            service.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(2, arms.Values.Distinct().Count());
        Assert.Equal(arms, await ExposedAsync(service, "pages"));
    }

    [Fact]
    public async Task A_page_that_knows_nothing_of_the_person_is_the_same_for_all_but_for_what_they_have_seen()
    {
        await using Service service = await Service.TrainedAsync();
        await RunAsync(service, Define("pages", Arm("popular", ("page", "popular")), Arm("other", ("page", "popular"))));

        HomePage western = await service.HomeAsync("p0"), musical = await service.HomeAsync("p1"), nobody = await service.HomeAsync("nobody");

        Catalogue catalogue = await service.Services.GetRequiredService<CatalogueStore>().GetAsync(TenantId.Local, Cancellation);
        foreach (HomePage page in (HomePage[])[western, musical, nobody])
        {
            // What most people rated, of what this person has not seen.
            IReadOnlyList<string> own = await SeenAsync(service, page.User);
            Assert.Equal(
                catalogue.Titles.Where(title => !own.Contains(title.Id)).Select(title => title.Ratings + title.Views).OrderDescending().Take(20),
                Popular(page).Select(id => catalogue.Find(id)!.Ratings + catalogue.Find(id)!.Views));
        }
        Assert.Empty(Popular(western).Intersect(await SeenAsync(service, "p0")));
        Assert.All(western.Rows.SelectMany(row => row.Titles), title => Assert.Null(title.Propensity));

        static string[] Popular(HomePage page) => [.. page.Rows.Single(row => row.Name == HomePlan.PopularRow).Titles.Select(title => title.Id)];
    }

    [Fact]
    public async Task An_exposure_is_written_for_a_page_from_the_cache_too_and_not_for_one_that_was_made_ahead()
    {
        await using Service service = await Service.TrainedAsync();
        await RunAsync(service, Define("pages", Arm("one"), Arm("two")));

        await service.Streaming.PrepareAsync(TenantId.Local, "p3", isPatient: true, Cancellation);
        Assert.Empty(await ExposedAsync(service, "pages"));
        HomePage page = await service.HomeAsync("p3");

        Assert.True(page.Cached);
        Assert.Equal(page.Experiments[0].Arm, (await ExposedAsync(service, "pages"))["p3"]);
    }

    [Fact]
    public async Task A_page_in_memory_holds_for_its_arm_alone()
    {
        await using Service service = await Service.TrainedAsync();
        HomePage before = await service.HomeAsync("p3");
        Assert.Empty(before.Experiments);

        await RunAsync(service, Define("pages", Arm("one"), Arm("two")));
        HomePage within = await service.HomeAsync("p3");
        await ExperimentsOf(service).OverrideAsync("pages", [new() { Unit = "p3", Arm = within.Experiments[0].Arm == "one" ? "two" : "one" }], Cancellation);
        HomePage fixedArm = await service.HomeAsync("p3");
        await ExperimentsOf(service).StopAsync("pages", Cancellation);

        Assert.False(within.Cached);
        Assert.False(fixedArm.Cached);
        Assert.NotEqual(within.Experiments[0].Arm, fixedArm.Experiments[0].Arm);
        HomePage after = await service.HomeAsync("p3");
        Assert.Equal((true, before.Request), (after.Cached, after.Request));
    }

    [Fact]
    public async Task Parameters_of_an_arm_change_draws_diversity_and_weights()
    {
        await using Service service = await Service.TrainedAsync();
        await RunAsync(service, Define(
            "draws",
            Arm("none", ("exploration", "0"), ("lambda", "1"), ("ranker", "blend"), ("weight.trending", "0"), ("weight.collaborative", "5")),
            Arm("many", ("exploration", "0.5")),
            Arm("different", ("lambda", "0"), ("exploration", "0"))));

        HomePage none = await AsAsync("none"), many = await AsAsync("many"), different = await AsAsync("different");

        Assert.Equal(0, none.Rows[0].Titles.Count(title => title.Propensity is not null));
        Assert.InRange(Top(many).Count(title => title.Propensity is not null), 5, 10);
        Assert.Equal(0, Top(none)[0].Why.Features.GetValueOrDefault("trending"));
        Assert.True(Top(none)[0].Why.Features["collaborative"] > 0.8, $"{Top(none)[0].Why.Features["collaborative"]}");
        Assert.NotEqual(Top(none).Select(title => title.Id), Top(different).Select(title => title.Id));
        Assert.True(Relevant(none) > Relevant(different), $"{Relevant(none)} {Relevant(different)}");

        async Task<HomePage> AsAsync(string arm)
        {
            await ExperimentsOf(service).OverrideAsync("draws", [new() { Unit = "p1", Arm = arm }], Cancellation);
            return await service.HomeAsync("p1");
        }

        static IReadOnlyList<RecommendedTitle> Top(HomePage page) => page.Rows.Single(row => row.Name == "top_picks").Titles;

        // By the page's own scale: the share of the best score that the first five have.
        static double Relevant(HomePage page) => Top(page).Take(5).Average(title => title.Score) / Top(page).Max(title => title.Score);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task The_holdout_gets_what_the_experiment_says_and_is_counted_beside_the_arms(SqlDialect dialect)
    {
        await using Service service = await Service.TrainedAsync(dialect);
        await ExperimentsOf(service).HoldAsync(new Holdout { Share = 0.4 }, Cancellation);
        await RunAsync(service, Define("pages", Arm("one"), Arm("two")) with { HoldoutParameters = new Dictionary<string, string> { ["page"] = "popular" } });

        for (int person = 0; person < 30; person++)
        {
            HomePage page = await service.HomeAsync($"p{person}");
            Assert.Equal(page.Experiments[0].Arm == "holdout", page.Rows.Any(row => row.Name == HomePlan.PopularRow));
            string title = page.Rows[0].Titles[0].Id;
            await service.RecordAsync(new StreamingEvent { Type = EventType.Impression, User = page.User, Title = title, Request = page.Request });
            if (page.Experiments[0].Arm != "holdout")
                await service.RecordAsync(new StreamingEvent { Type = EventType.Click, User = page.User, Title = title, Request = page.Request });
        }

        Dictionary<string, string> exposed = await ExposedAsync(service, "pages");
        Assert.InRange(exposed.Values.Count(arm => arm == "holdout"), 6, 18);
        ExperimentResults results = await ExperimentsOf(service).ResultsAsync("pages", new ResultsRequest(), Cancellation);
        Assert.Equal(["one", "two"], results.Arms.Select(arm => arm.Arm));
        Assert.Equal(30 - exposed.Values.Count(arm => arm == "holdout"), results.Arms.Sum(arm => arm.Units));
        service.Clock.Advance(TimeSpan.FromSeconds(1));
        MeasuresReport measures = await service.Services.GetRequiredService<MeasuresReader>()
            .ReadAsync(TenantId.Local, new MeasuresRequest { Experiment = "pages", Arm = "holdout" }, Cancellation);
        Assert.Equal(0, measures.Measures.Single(measure => measure.Name == "click_through").Value);
        Assert.Equal(exposed.Values.Count(arm => arm == "holdout"), measures.People);
    }

    [Theory]
    [InlineData("lambda", "1.5", "arms[1].parameters.lambda must be a number from 0 to 1; got '1.5'")]
    [InlineData("lambda", "NaN", "arms[1].parameters.lambda must be a number from 0 to 1; got 'NaN'")]
    [InlineData("exploration", "0.6", "arms[1].parameters.exploration must be a number from 0 to 0.5; got '0.6'")]
    [InlineData("exploration", "-0.1", "arms[1].parameters.exploration must be a number from 0 to 0.5; got '-0.1'")]
    [InlineData("rows", "sorted", "arms[1].parameters.rows must be one of thompson, upper_bound, greedy, fixed; got 'sorted'")]
    [InlineData("page", "random", "arms[1].parameters.page must be one of personal, popular; got 'random'")]
    [InlineData("ranker", "best", "arms[1].parameters.ranker must be live, blend or a version as home-ranker@3; got 'best'")]
    [InlineData("ranker", "home-ranker@3", "arms[1].parameters.ranker must be a version of home-ranker: there is none yet; got 3")]
    [InlineData("weight.horoscope", "1", "arms[1].parameters.weight.horoscope must be of a source that the blend weighs: ")]
    [InlineData("weight.trending", "1", "arms[1].parameters.ranker must be blend beside weights of sources, which are the blend's; got ''")]
    [InlineData("colour", "red", "arms[1].parameters.colour must be one that the home page knows: page, ranker, lambda, exploration, rows, weight.SOURCE; got 'red'")]
    public async Task A_parameter_that_does_nothing_or_cannot_be_is_refused_when_the_experiment_is_declared(string name, string value, string message)
    {
        await using Service service = await Service.OpenAsync();

        InvalidValueException refused = await Assert.ThrowsAsync<InvalidValueException>(
            () => ExperimentsOf(service).PutAsync(Define("pages", Arm("control"), Arm("new", (name, value))), Cancellation));

        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_surface_that_is_not_there_and_a_parameter_that_another_experiment_sets_are_refused()
    {
        await using Service service = await Service.OpenAsync();
        Experiment lambda = Define("lambda", Arm("control"), Arm("new", ("lambda", "0.9")));
        InvalidValueException nowhere = await Assert.ThrowsAsync<InvalidValueException>(() => ExperimentsOf(service).PutAsync(lambda with { Surface = "billboard" }, Cancellation));
        Assert.Equal("surface must be one of streaming-home, or left out; got 'billboard'", nowhere.Message);
        await RunAsync(service, lambda with { Traffic = 0.5 });

        await RunAsync(service, lambda with { Name = "same-layer", Traffic = 0.5 });
        await RunAsync(service, Define("rows", Arm("control"), Arm("new", ("rows", "fixed"))) with { Layer = "rows" });
        ConflictException taken = await Assert.ThrowsAsync<ConflictException>(() => RunAsync(service, lambda with { Name = "more", Layer = "more" }));

        Assert.Equal("parameter_taken", taken.Code);
        Assert.Contains("sets lambda for units that more would have too", taken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_asks_for_assignments_has_not_met_the_page()
    {
        await using Service service = await Service.TrainedAsync();
        await RunAsync(service, Define("pages", Arm("one"), Arm("two")));

        AssignmentList assigned = await ExperimentsOf(service).AssignAsync(new AssignmentRequest { Unit = "p3" }, Cancellation);

        Assert.NotNull(assigned.Assignments[0].Arm);
        Assert.Empty(await ExposedAsync(service, "pages"));
        Assert.Equal(assigned.Assignments[0].Arm, (await service.HomeAsync("p3")).Experiments[0].Arm);
    }

    [Fact]
    public async Task An_experiment_may_be_for_a_country_alone()
    {
        await using Service service = await Service.TrainedAsync();
        await RunAsync(service, Define("pages", Arm("one"), Arm("two")) with { Attributes = new Dictionary<string, IReadOnlyList<string>> { ["country"] = ["PT"] } });

        HomePage there = await service.Streaming.HomeAsync(TenantId.Local, "p3", new HomeRequest { Country = "PT" }, Cancellation);

        Assert.Single(there.Experiments);
        Assert.Empty((await service.HomeAsync("p3")).Experiments);
    }

    internal static Experiment Define(string name, params ExperimentArm[] arms) => new() { Name = name, Surface = HomeSurface.SurfaceName, Arms = arms };

    internal static ExperimentArm Arm(string name, params (string Name, string Value)[] parameters) => new()
    {
        Name = name,
        Parameters = parameters.Length == 0 ? null : parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value),
    };

    internal static IExperiments ExperimentsOf(Service service) => service.Services.GetRequiredService<ExperimentTenants>().For(TenantId.Local);

    internal static async Task RunAsync(Service service, Experiment experiment)
    {
        await ExperimentsOf(service).PutAsync(experiment, Cancellation);
        await ExperimentsOf(service).StartAsync(experiment.Name, Cancellation);
    }

    private static async Task<Dictionary<string, string>> ExposedAsync(Service service, string experiment)
    {
        await service.Services.GetRequiredService<ExposureLog>().FlushAsync(Cancellation);
        IReadOnlyList<Exposed> rows = await service.Services.GetRequiredService<IDatabase>().ReadAsync(
            session => session.QueryAsync<Exposed>("select unit_id, arm from experiment_exposure where experiment = @experiment", new { experiment }), Cancellation);
        return rows.ToDictionary(row => row.UnitId, row => row.Arm);
    }

    private static async Task<IReadOnlyList<string>> SeenAsync(Service service, string user) =>
        await service.Services.GetRequiredService<IDatabase>().ReadAsync(
            session => session.QueryAsync<string>("select title_id from streaming_rating where user_id = @user", new { user }), Cancellation);

    private sealed record Exposed
    {
        public string UnitId { get; init; } = "";

        public string Arm { get; init; } = "";
    }
}
