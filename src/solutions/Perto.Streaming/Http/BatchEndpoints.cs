using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Perto.Platform;

namespace Perto.Streaming;

internal static class BatchEndpoints
{
    // 100,000 ids of the greatest length.
    private const long MaxRequestBytes = 64L << 20;

    // A million pages at ten megabits a second.
    private const int DownloadSeconds = 3_600;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/batches", StartAsync)
            .Documented(
                "startStreamingBatch",
                "Makes recommendations for many people",
                "Lists or home pages for everybody, a segment or the people that are listed, by the pipeline that serves them, into a table. Answers at once; a worker of any server makes it, one after another, and goes on where it was when a server dies. The pages are not served pages: they are not learned from, and nothing in them is drawn unless explores is true.")
            .MayAnswerProblem("batches_waiting", "outbox_full")
            .WithExample(StreamingExamples.Root + "/batches", request: StreamingExamples.BatchRequest, answer: StreamingExamples.Batch, status: StatusCodes.Status202Accepted)
            .WithBodyLimit(MaxRequestBytes);
        api.MapGet("/batches", ListAsync)
            .Documented("listStreamingBatches", "The latest batches", "Latest first, at most 50.")
            .WithExample(StreamingExamples.Root + "/batches", answer: StreamingExamples.Batches);
        api.MapGet("/batches/{id}", FindAsync)
            .Documented("getStreamingBatch", "A batch", "How far it is, and the first 100 people for whom no page could be made, each with the reason.")
            .WithExample(StreamingExamples.Root + "/batches/" + StreamingExamples.Run, answer: StreamingExamples.Batch);
        api.MapPost("/batches/{id}/cancel", CancelAsync)
            .Documented("cancelStreamingBatch", "Ends a batch", "After its present chunk of some hundred people. The pages that it made stay. One that has ended stays as it is.")
            .WithExample(StreamingExamples.Root + "/batches/" + StreamingExamples.Run + "/cancel", answer: StreamingExamples.Batch);
        api.MapDelete("/batches/{id}", DeleteAsync)
            .Documented("deleteStreamingBatch", "Deletes a batch with its pages", "One that has not ended is ended first.")
            .WithExample(StreamingExamples.Root + "/batches/" + StreamingExamples.Run, status: StatusCodes.Status204NoContent);
        api.MapGet("/batches/{id}/users/{user}", PageAsync)
            .Documented("getStreamingBatchPage", "What a batch made for a person", "There as soon as it is made. An erased person has none.")
            .WithExample(StreamingExamples.Root + "/batches/" + StreamingExamples.Run + "/users/ana", answer: StreamingExamples.BatchPage);
        api.MapGet("/batches/{id}/file", DownloadAsync)
            .Produces(StatusCodes.Status200OK, contentType: "application/x-ndjson")
            .Documented("downloadStreamingBatch", "All pages of a batch", "By the people's ids: JSON Lines with a line for each person, or CSV with a line for each title.")
            .MayAnswerProblem("batch_not_done", "batch_in_file")
            .WithExample(StreamingExamples.Root + "/batches/" + StreamingExamples.Run + "/file?format=jsonl")
            .WithTimeLimit(DownloadSeconds);
    }

    private static async Task<Accepted<BatchRun>> StartAsync(
        HttpContext http,
        Batches batches,
        BatchRequest? request,
        [Description("Whether the latest batch of the same request is answered, if one waits, is at work or is done, and none begun"), DefaultValue(false)] bool? resume,
        CancellationToken cancellationToken)
    {
        BatchRun run = await batches.QueueAsync(http.Tenant(), request ?? new BatchRequest(), resume ?? false, cancellationToken);
        return TypedResults.Accepted($"/v1/streaming/batches/{run.Id}", run);
    }

    private static async Task<Page<BatchRun>> ListAsync(HttpContext http, Batches batches, CancellationToken cancellationToken) =>
        new() { Items = await batches.ListAsync(http.Tenant(), Paging.DefaultLimit, cancellationToken) };

    private static Task<BatchRun> FindAsync(
        HttpContext http, Batches batches, [Description("The id that the start answered")] string id, CancellationToken cancellationToken) =>
        batches.FindAsync(http.Tenant(), id, cancellationToken);

    private static Task<BatchRun> CancelAsync(
        HttpContext http, Batches batches, [Description("The id that the start answered")] string id, CancellationToken cancellationToken) =>
        batches.CancelAsync(http.Tenant(), id, cancellationToken);

    private static async Task<NoContent> DeleteAsync(
        HttpContext http, Batches batches, [Description("The id that the start answered")] string id, CancellationToken cancellationToken)
    {
        await batches.DeleteAsync(http.Tenant(), id, cancellationToken);
        return TypedResults.NoContent();
    }

    private static Task<BatchedPage> PageAsync(
        HttpContext http,
        Batches batches,
        [Description("The id that the start answered")] string id,
        [Description("The person's id, url-encoded, 1 to 256 characters")] string user,
        CancellationToken cancellationToken) =>
        batches.PageAsync(http.Tenant(), id, http.Exact(user), cancellationToken);

    private static async Task<PushStreamHttpResult> DownloadAsync(
        HttpContext http,
        Batches batches,
        [Description("The id that the start answered")] string id,
        [Description("How the pages stand in it"), AllowedValues("jsonl", "csv"), DefaultValue("jsonl")] string? format,
        CancellationToken cancellationToken)
    {
        BatchFormat written = QueryChoice.Read<BatchFormat>("format", format) ?? BatchFormat.Jsonl;
        BatchRow run = await batches.RequireDoneAsync(http.Tenant(), id, cancellationToken);
        TenantId tenant = http.Tenant();
        return TypedResults.Stream(
            async body =>
            {
                await foreach (byte[] line in batches.LinesAsync(tenant, run.Id, written, http.RequestAborted))
                    await body.WriteAsync(line, http.RequestAborted);
            },
            written == BatchFormat.Csv ? "text/csv; charset=utf-8" : "application/x-ndjson");
    }
}
