using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Perto.Learning;
using Perto.Platform;
using Perto.Recommendations;
using Perto.Streaming;

namespace Perto.Cli;

/// <summary>The steps of the demo; each is the path that a user's own data takes.</summary>
internal sealed class Demo(IServiceProvider services, Steps steps)
{
    private const double TestShare = 0.2;
    private const int Cutoff = 10;

    private static readonly string[] Models = [Popularity.ModelKind, ItemKnn.ModelKind, Ease.ModelKind, ImplicitAls.ModelKind];

    private static readonly Dictionary<string, string> Defaults = [];

    private readonly IStreaming _streaming = services.GetRequiredService<StreamingTenants>().For(TenantId.Local);

    public async Task<DemoReport> MakeAsync(string? data, CancellationToken cancellationToken)
    {
        string source = data ?? await GenerateAsync(cancellationToken);
        ImportReport import = await ImportAsync(source, cancellationToken);
        IReadOnlyList<EvaluationResult> evaluation = await EvaluateAsync(cancellationToken);
        TrainingReport training = await TrainAsync(cancellationToken);
        // The first page of a process compiles all its code, and its sources would be late.
        foreach (IWarmUp warmUp in services.GetServices<IWarmUp>())
            await warmUp.WarmUpAsync(cancellationToken);
        string person = await PersonAsync(cancellationToken);
        RecommendationList list = await _streaming.RecommendAsync(person, 1, cancellationToken);
        return new DemoReport(import, evaluation, training, person, list.Titles.Count == 0 ? "" : list.Titles[0].Id);
    }

    /// <summary>Says where to look next.</summary>
    public void Invite(string address, DemoReport report)
    {
        steps.Line("Serve", $"{address} (Ctrl+C stops)");
        steps.Line("", "");
        steps.Line("Look", $"{address}/streaming/people/{Uri.EscapeDataString(report.Person)}");
        string api = $"{address}/v1/streaming";
        string person = Uri.EscapeDataString(report.Person);
        steps.Line("Try", $"curl '{api}/users/{person}/home?device=tv&time_of_day=evening'");
        steps.Line("", $"curl '{api}/users/{person}/recommendations?n=5'");
        string batch = JsonSerializer.Serialize(
            new EventBatch([new StreamingEvent { Type = EventType.View, User = "me", Title = report.Title, Progress = 1 }]), PertoJson.Options);
        steps.Line("", $"curl -H 'Content-Type: application/json' -d '{batch}' {api}/events");
    }

    private async Task<string> GenerateAsync(CancellationToken cancellationToken)
    {
        string folder = Path.Combine(services.GetRequiredService<DataFolder>().Path, "demo");

        // Made once, so that the people of a second start are those of the first.
        if (!File.Exists(Path.Combine(folder, "done")))
        {
            var generator = new GeneratorSettings();
            await steps.RunAsync("Generate", async _ =>
            {
                Directory.CreateDirectory(folder);
                await new ServiceGenerator(generator, services.GetRequiredService<TimeProvider>().GetUtcNow()).WriteAsync(folder, cancellationToken);
                await File.WriteAllTextAsync(Path.Combine(folder, "done"), "", cancellationToken);
                return $"a service of {generator.People:N0} people with tastes and {generator.Titles:N0} titles";
            });
        }

        return folder;
    }

    private async Task<ImportReport> ImportAsync(string source, CancellationToken cancellationToken)
    {
        ImportReport? report = null;
        await steps.RunAsync("Import", async progress =>
        {
            var relay = new Progress<ImportProgress>(now => progress.Report((now.Done, $"{now.File} {now.RowsRead:N0} rows")));
            report = await _streaming.ImportAsync(source, relay, cancellationToken);
            IReadOnlyList<NamedCount> counts = await services.GetServices<IOverviewSource>().Single(overview => overview.Solution == "streaming")
                .CountsAsync(TenantId.Local, cancellationToken);
            string rejected = report.RowsRejected == 0 ? "" : $" ({report.RowsRejected:N0} rows left out)";
            return string.Join(", ", counts.Where(count => count.Value > 0).Select(count => $"{count.Value:N0} {count.Name}")) + rejected;
        });
        return report!;
    }

    private async Task<IReadOnlyList<EvaluationResult>> EvaluateAsync(CancellationToken cancellationToken)
    {
        TrainingSettings settings = services.GetRequiredService<IOptions<TrainingSettings>>().Value;
        InteractionLog log = await services.GetRequiredService<WatchedLog>().ReadAsync(TenantId.Local, cancellationToken);
        (InteractionLog train, InteractionLog test) = TimelineSplit.Last(log, TestShare);
        EvaluationTask task = EvaluationTask.AllItems(train, test);
        var evaluation = new Evaluation(services.GetRequiredService<TimeProvider>());
        var results = new List<EvaluationResult>();
        await steps.RunAsync("Evaluate", progress => Task.Run(
            () =>
            {
                foreach (string model in Models)
                {
                    progress.Report(((double)results.Count / Models.Length, model));
                    ModelPlan plan = model == ImplicitAls.ModelKind ? settings.Plan() : ModelFactory.Plan(model, Defaults);
                    try
                    {
                        results.Add(evaluation.Run(plan, task, [Cutoff], cancellationToken: cancellationToken));
                    }
                    catch (ModelTooLargeException tooLarge)
                    {
                        steps.Line("", $"{model} is left out: {tooLarge.Message}");
                    }
                }

                return $"last {TestShare:0 %} of each person's time line, {results[0].Users:N0} people";
            },
            cancellationToken));
        steps.Table(
            ["model", $"NDCG@{Cutoff}", $"recall@{Cutoff}", "coverage", "seconds"],
            results.Select(result => (string[])
            [
                result.Model,
                $"{result.Metric("ndcg", Cutoff):.000}",
                $"{result.Metric("recall", Cutoff):.000}",
                $"{result.Metric("coverage", Cutoff):0 %}",
                $"{result.FitSeconds:0.0}",
            ]));
        return results;
    }

    private async Task<TrainingReport> TrainAsync(CancellationToken cancellationToken)
    {
        TrainingReport? report = null;
        await steps.RunAsync("Train", async progress =>
        {
            var relay = new Progress<TrainingProgress>(now => progress.Report((now.Done, now.Detail)));
            report = await _streaming.TrainAsync(relay, cancellationToken);
            return report.Live
                ? $"{report.Model} on all {report.Positives:N0} watchings, {report.Titles:N0} titles indexed"
                : $"{report.Model} is not live: {report.Refusal}";
        });
        return report!;
    }

    // Somebody with a history that fills a page, and not the busiest of all.
    private async Task<string> PersonAsync(CancellationToken cancellationToken)
    {
        Page<PersonSummary> people = await services.GetRequiredService<StreamingBrowser>()
            .PeopleAsync(TenantId.Local, query: null, new Paging(Paging.MaxLimit), cancellationToken);
        PersonSummary[] byActivity = [.. people.Items.OrderBy(person => person.Ratings + person.Views).ThenBy(person => person.Id, StringComparer.Ordinal)];
        return byActivity[byActivity.Length * 3 / 4].Id;
    }
}
