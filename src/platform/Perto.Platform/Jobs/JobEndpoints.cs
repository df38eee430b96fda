using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Perto.Platform;

/// <summary>The HTTP API of the scheduled jobs, under <c>/v1/jobs</c>. They belong to the installation and not to a tenant.</summary>
internal static class JobEndpoints
{
    private const string NameWords = "The name of the job, as the list gives it";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("", ListAsync)
            .RequireScope(Scope.Admin)
            .Documented("listJobs", "The scheduled jobs", "By name, with their schedules, next fire times and latest runs.")
            .WithExample(JobExamples.Root, answer: JobExamples.Jobs);
        api.MapGet("/{name}", GetAsync)
            .RequireScope(Scope.Admin)
            .Documented("getJob", "A scheduled job", "Its schedule, its next fire time, and what runs or ran last.")
            .WithExample(JobExamples.Pruning, answer: JobExamples.Job);
        api.MapGet("/{name}/runs", RunsAsync)
            .RequireScope(Scope.Admin)
            .Documented("listJobRuns", "The run log of a job", "Latest first; old runs are deleted.")
            .WithExample(JobExamples.Pruning + "/runs?limit=50", answer: JobExamples.Runs);
        api.MapGet("/{name}/runs/{id}", FindRunAsync)
            .RequireScope(Scope.Admin)
            .Documented("getJobRun", "A run of a job", "How far it is and how it ended.")
            .WithExample(JobExamples.Pruning + "/runs/" + JobExamples.RunId, answer: JobExamples.Run);
        api.MapPost("/{name}/run", RunAsync)
            .RequireScope(Scope.Operator)
            .Documented(
                "runJob",
                "Runs a job now",
                "Answers with the run that waits; a worker of any server takes it within a second or two, or when the run that is at work has ended. Asked again while it waits, the same run is answered. Also for a job that is paused or not enabled.")
            .WithExample(JobExamples.Pruning + "/run", answer: JobExamples.Waiting, status: StatusCodes.Status202Accepted);
        api.MapPost("/{name}/pause", PauseAsync)
            .RequireScope(Scope.Operator)
            .Documented("pauseJob", "Pauses a job on all servers", "Fire times pass without a run until it is resumed; a run that is at work goes on.")
            .WithExample(JobExamples.Pruning + "/pause", answer: JobExamples.Paused);
        api.MapPost("/{name}/resume", ResumeAsync)
            .RequireScope(Scope.Operator)
            .Documented("resumeJob", "Resumes a paused job", "It runs from its next fire time on; what passed meanwhile is not made up for.")
            .WithExample(JobExamples.Pruning + "/resume", answer: JobExamples.Job);
    }

    private static async Task<Page<JobInfo>> ListAsync(IJobs jobs, CancellationToken cancellationToken) =>
        new() { Items = await jobs.ListAsync(cancellationToken) };

    private static Task<JobInfo> GetAsync(IJobs jobs, [Description(NameWords)] string name, CancellationToken cancellationToken) => jobs.ShowAsync(name, cancellationToken);

    private static Task<Page<JobRun>> RunsAsync(
        IJobs jobs,
        [Description(NameWords)] string name,
        [Description(PagingWords.Limit), Range(1, Paging.MaxLimit), DefaultValue(Paging.DefaultLimit)] int? limit,
        [Description(PagingWords.Cursor)] string? cursor,
        CancellationToken cancellationToken) =>
        jobs.RunsAsync(name, new Paging(limit, cursor), cancellationToken);

    private static Task<JobRun> FindRunAsync(IJobs jobs, [Description(NameWords)] string name, [Description("The id of the run, as the log gives it")] string id, CancellationToken cancellationToken) =>
        jobs.FindRunAsync(name, id, cancellationToken);

    private static async Task<Accepted<JobRun>> RunAsync(IJobs jobs, [Description(NameWords)] string name, CancellationToken cancellationToken)
    {
        JobRun run = await jobs.RunAsync(name, cancellationToken);
        return TypedResults.Accepted($"/v1/jobs/{run.Job}/runs/{run.Id}", run);
    }

    private static Task<JobInfo> PauseAsync(IJobs jobs, [Description(NameWords)] string name, CancellationToken cancellationToken) => jobs.PauseAsync(name, cancellationToken);

    private static Task<JobInfo> ResumeAsync(IJobs jobs, [Description(NameWords)] string name, CancellationToken cancellationToken) => jobs.ResumeAsync(name, cancellationToken);
}
