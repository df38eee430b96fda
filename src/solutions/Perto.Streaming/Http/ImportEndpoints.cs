using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Perto.Platform;

namespace Perto.Streaming;

internal static class ImportEndpoints
{
    private const long MaxUploadBytes = 4L << 30;

    // The largest upload at ten megabits a second.
    private const int UploadSeconds = 3_600;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/imports", StartAsync)
            .Documented(
                "startStreamingImport",
                "Imports files",
                "The files of one layout as multipart/form-data, each part with its file name: titles, people, profiles, ratings, views, impressions and clicks as .csv or .jsonl, the files of a release of MovieLens, or files of any names and columns with a mapping.json that describes them. Answers when the files are safe; the run says how far it is and which lines were left out.")
            .WithExample(new OperationExample
            {
                Target = StreamingExamples.Root + "/imports",
                RequestType = StreamingExamples.Boundary,
                Request = StreamingExamples.Files,
                Status = StatusCodes.Status202Accepted,
                Answer = StreamingExamples.Import,
            })
            .WithTimeLimit(UploadSeconds)
            .Accepts<IFormFileCollection>("multipart/form-data")
            .WithBodyLimit(MaxUploadBytes);
        api.MapGet("/imports", ListAsync)
            .Documented("listStreamingImports", "The latest imports", "Latest first, at most 50.")
            .WithExample(StreamingExamples.Root + "/imports", answer: StreamingExamples.Imports);
        api.MapGet("/imports/{id}", FindAsync)
            .Documented("getStreamingImport", "An import", "How far it is, and the first 100 lines that were left out, each with file, line, field and rule.")
            .WithExample(StreamingExamples.Root + "/imports/" + StreamingExamples.Run, answer: StreamingExamples.Import);
    }

    private static async Task<Accepted<ImportReport>> StartAsync(
        HttpContext http, StreamingImports imports, CancellationToken cancellationToken)
    {
        ImportReport run = await imports.UploadAsync(http.Tenant(), http.Request, cancellationToken);
        return TypedResults.Accepted($"/v1/streaming/imports/{run.Id}", run);
    }

    private static async Task<Page<ImportReport>> ListAsync(HttpContext http, ImportRunner runner, CancellationToken cancellationToken) =>
        new() { Items = await runner.ListAsync(http.Tenant(), Paging.DefaultLimit, cancellationToken) };

    private static Task<ImportReport> FindAsync(HttpContext http, ImportRunner runner, [Description("The id that the start answered")] string id, CancellationToken cancellationToken) =>
        runner.FindAsync(http.Tenant(), id, cancellationToken);
}
