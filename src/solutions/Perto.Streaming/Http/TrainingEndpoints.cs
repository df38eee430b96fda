using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Perto.Platform;

namespace Perto.Streaming;

internal static class TrainingEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/trainings", AskAsync)
            .Documented("startStreamingTraining", "Trains a model", "The collaborative model, or the ranker that learns from served pages. Answers at once; the run says how far it is and what it made. A worker of any server carries it out.")
            .MayAnswerProblem("trainings_waiting", "outbox_full")
            .WithExample(StreamingExamples.Root + "/trainings", request: StreamingExamples.TrainingRequest, answer: StreamingExamples.Training, status: StatusCodes.Status202Accepted);
        api.MapGet("/trainings/{id}", FindAsync)
            .Documented("getStreamingTraining", "A training", "How far it is, and what it made.")
            .WithExample(StreamingExamples.Root + "/trainings/" + StreamingExamples.Run, answer: StreamingExamples.Training);
    }

    private static async Task<Accepted<TrainingRun>> AskAsync(HttpContext http, TrainingRuns trainings, TrainingRequest? request, CancellationToken cancellationToken)
    {
        TrainingRun run = await trainings.AskAsync(http.Tenant(), request?.Model ?? TrainedModel.Collaborative, cancellationToken);
        return TypedResults.Accepted($"/v1/streaming/trainings/{run.Id}", run);
    }

    private static Task<TrainingRun> FindAsync(
        HttpContext http, TrainingRuns trainings, [Description("The id that the start answered")] string id, CancellationToken cancellationToken) =>
        trainings.FindAsync(http.Tenant(), id, cancellationToken);
}
