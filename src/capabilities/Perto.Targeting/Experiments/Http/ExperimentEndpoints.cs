using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Perto.Platform;

namespace Perto.Targeting;

/// <summary>The HTTP API of experiments, under <c>/v1/experiments</c>.</summary>
internal static class ExperimentEndpoints
{
    private const string NameWords = "Name of the experiment";
    private const string VersionedWords = "Name of the experiment, or name@version for another than the latest";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("", ListAsync)
            .Documented("listExperiments", "The experiments", "By name, each in its latest version.")
            .WithExample(ExperimentExamples.Root + "?limit=50", answer: ExperimentExamples.List);
        api.MapGet("/holdout", HoldoutAsync)
            .Documented("getHoldout", "Who is in no experiment", "A share of all units, so that all experiments together can be judged.")
            .WithExample(ExperimentExamples.Root + "/holdout", answer: ExperimentExamples.Holdout);
        api.MapPut("/holdout", HoldAsync)
            .Documented("putHoldout", "Sets who is in no experiment", "While an experiment runs the share can only become smaller: no unit leaves an experiment that it is in.")
            .MayAnswerProblem("experiment_running")
            .WithExample(ExperimentExamples.Root + "/holdout", request: ExperimentExamples.Holdout, answer: ExperimentExamples.Holdout);
        api.MapPost("/assign", AssignAsync)
            .Documented(
                "assignExperiments",
                "The arms of a unit",
                "One assignment for each experiment that runs, with the reason where there is no arm. The answer comes when the exposures are durable, each once for a unit and version; with dry_run there are none.")
            .WithExample(ExperimentExamples.Root + "/assign", request: ExperimentExamples.Unit, answer: ExperimentExamples.Assigned);
        api.MapGet("/{name}", ShowAsync)
            .Documented("getExperiment", "An experiment", "How it was declared, where it is in its life, which buckets of its layer it has, and who has a fixed arm.")
            .WithExample(ExperimentExamples.Ranking + "@1", answer: ExperimentExamples.Running);
        api.MapPut("/{name}", PutAsync)
            .Documented(
                "putExperiment",
                "Declares an experiment",
                "A new one, another form of a draft, the next version of a stopped one, or what may change while one runs: description, control, metrics, ends_at, and more traffic.")
            .MayAnswerProblem("experiment_running", "layer_full")
            .WithExample(ExperimentExamples.Ranking, request: ExperimentExamples.Definition, answer: ExperimentExamples.Running);
        api.MapDelete("/{name}", DeleteAsync)
            .Documented("deleteExperiment", "Deletes an experiment that does not run", "With all its versions, exposures and outcomes.")
            .MayAnswerProblem("experiment_state")
            .WithExample(ExperimentExamples.Root + "/old", status: StatusCodes.Status204NoContent);
        api.MapPost("/{name}/start", StartAsync)
            .Documented("startExperiment", "Lets a draft run", "It takes its share of the layer, and units are assigned from now on.")
            .MayAnswerProblem("experiment_state", "layer_full", "parameter_taken")
            .WithExample(ExperimentExamples.Root + "/next/start", answer: ExperimentExamples.Running);
        api.MapPost("/{name}/stop", StopAsync)
            .Documented("stopExperiment", "Ends an experiment", "Nobody is assigned any more, and its share of the layer is free again. Its results stay.")
            .MayAnswerProblem("experiment_state")
            .WithExample(ExperimentExamples.Root + "/rows/stop", answer: ExperimentExamples.Running);
        api.MapPut("/{name}/overrides", OverrideAsync)
            .Documented("putExperimentOverrides", "Sets who has a fixed arm or none", "All of them at once, for testers and for units that must be left out. They never count in results.")
            .MayAnswerProblem("person_erased")
            .WithExample(ExperimentExamples.Ranking + "/overrides", request: ExperimentExamples.Overrides, answer: ExperimentExamples.Running);
        api.MapPost("/{name}/outcomes", RecordAsync)
            .Documented("recordExperimentOutcomes", "Takes what came of units", "1 to 1,000, all or none; an id that the unit had before counts once. Values from before the exposure of a unit are covariates.")
            .MayAnswerProblem("person_erased")
            .WithExample(ExperimentExamples.Ranking + "/outcomes", request: ExperimentExamples.Outcomes, answer: ExperimentExamples.Accepted, status: StatusCodes.Status202Accepted);
        api.MapGet("/{name}/results", ResultsAsync)
            .Documented(
                "getExperimentResults",
                "What came of an experiment",
                "Units and sample ratio first; then each metric of each arm against the control, by a test for one look and by one for any number of looks, adjusted by covariates where there are some and for the number of comparisons; then the guardrails.")
            .WithExample(ExperimentExamples.Ranking + "/results?correction=bh", answer: ExperimentExamples.Results);
        api.MapGet("/{name}/units", UnitsAsync)
            .Documented("listExperimentUnits", "The units of an experiment", "By id, with their arm and the sums of their outcomes before and since the exposure.")
            .WithExample(ExperimentExamples.Ranking + "/units?limit=50", answer: ExperimentExamples.Units);
    }

    private static Task<Page<ExperimentInfo>> ListAsync(
        HttpContext http,
        ExperimentCatalogue experiments,
        [Description(PagingWords.Limit), Range(1, Paging.MaxLimit), DefaultValue(Paging.DefaultLimit)] int? limit,
        [Description(PagingWords.Cursor)] string? cursor,
        CancellationToken cancellationToken) =>
        experiments.ListAsync(http.Tenant(), new Paging(limit, cursor), cancellationToken);

    private static Task<Holdout> HoldoutAsync(HttpContext http, ExperimentCatalogue experiments, CancellationToken cancellationToken) =>
        experiments.HoldoutAsync(http.Tenant(), cancellationToken);

    private static Task<Holdout> HoldAsync(HttpContext http, ExperimentCatalogue experiments, Holdout holdout, CancellationToken cancellationToken) =>
        experiments.HoldAsync(http.Tenant(), holdout, cancellationToken);

    private static async Task<AssignmentList> AssignAsync(HttpContext http, Assigner assigner, AssignmentRequest request, CancellationToken cancellationToken) =>
        new(request.Unit, await assigner.AssignAsync(http.Tenant(), request, cancellationToken));

    private static Task<ExperimentInfo> ShowAsync(
        HttpContext http,
        ExperimentCatalogue experiments,
        [Description(VersionedWords)] string name,
        CancellationToken cancellationToken)
    {
        (string experiment, int? version) = VersionedName.Read(http.Exact(name));
        return experiments.ShowAsync(http.Tenant(), experiment, version, cancellationToken);
    }

    private static async Task<Results<Created<ExperimentInfo>, Ok<ExperimentInfo>>> PutAsync(
        HttpContext http, ExperimentCatalogue experiments, [Description(NameWords)] string name, Experiment experiment, CancellationToken cancellationToken)
    {
        if (experiment.Name != http.Exact(name))
            throw new InvalidValueException("name", experiment.Name, "the name in the path", "name must be the name in the path");
        (ExperimentInfo info, bool made) = await experiments.PutAsync(http.Tenant(), experiment, cancellationToken);
        return made ? TypedResults.Created($"/v1/experiments/{experiment.Name}", info) : TypedResults.Ok(info);
    }

    private static async Task<NoContent> DeleteAsync(
        HttpContext http, ExperimentCatalogue experiments, [Description(NameWords)] string name, CancellationToken cancellationToken)
    {
        await experiments.DeleteAsync(http.Tenant(), http.Exact(name), cancellationToken);
        return TypedResults.NoContent();
    }

    private static Task<ExperimentInfo> StartAsync(
        HttpContext http, ExperimentCatalogue experiments, [Description(NameWords)] string name, CancellationToken cancellationToken) =>
        experiments.StartAsync(http.Tenant(), http.Exact(name), cancellationToken);

    private static Task<ExperimentInfo> StopAsync(
        HttpContext http, ExperimentCatalogue experiments, [Description(NameWords)] string name, CancellationToken cancellationToken) =>
        experiments.StopAsync(http.Tenant(), http.Exact(name), cancellationToken);

    private static Task<ExperimentInfo> OverrideAsync(
        HttpContext http, ExperimentCatalogue experiments, [Description(NameWords)] string name, OverrideList list, CancellationToken cancellationToken) =>
        experiments.OverrideAsync(http.Tenant(), http.Exact(name), list.Overrides, cancellationToken);

    private static async Task<Accepted<OutcomeReceipt>> RecordAsync(
        HttpContext http, OutcomeLog outcomes, [Description(NameWords)] string name, OutcomeBatch batch, CancellationToken cancellationToken)
    {
        int made = await outcomes.RecordAsync(http.Tenant(), http.Exact(name), batch.Outcomes, cancellationToken);
        return TypedResults.Accepted((string?)null, new OutcomeReceipt(batch.Outcomes.Count, made));
    }

    private static Task<ExperimentResults> ResultsAsync(
        HttpContext http,
        ExperimentReader reader,
        [Description(VersionedWords)] string name,
        [Description("How often an effect may be seen where there is none; above 0 and below 0.5"), DefaultValue(0.05)] double? alpha,
        [Description("How p values are adjusted for the number of comparisons"), AllowedValues("none", "bh", "holm")] string? correction,
        CancellationToken cancellationToken)
    {
        (string experiment, int? version) = VersionedName.Read(http.Exact(name));
        return reader.ResultsAsync(
            http.Tenant(),
            experiment,
            new ResultsRequest { Version = version, Alpha = alpha ?? 0.05, Correction = QueryChoice.Read<Correction>("correction", correction) ?? Correction.Bh },
            cancellationToken);
    }

    private static Task<Page<ExperimentUnit>> UnitsAsync(
        HttpContext http,
        ExperimentReader reader,
        [Description(VersionedWords)] string name,
        [Description(PagingWords.Limit), Range(1, Paging.MaxLimit), DefaultValue(Paging.DefaultLimit)] int? limit,
        [Description(PagingWords.Cursor)] string? cursor,
        CancellationToken cancellationToken)
    {
        (string experiment, int? version) = VersionedName.Read(http.Exact(name));
        return reader.UnitsAsync(http.Tenant(), experiment, version, new Paging(limit, cursor), cancellationToken);
    }
}
