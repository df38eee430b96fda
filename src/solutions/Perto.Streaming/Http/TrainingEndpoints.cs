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
        api.MapPost("/trainings", Ask)
            .Documented("startStreamingTraining", "Trains the collaborative model", "Answers at once; the run says how far it is and what it made.")
            .MayAnswerProblem("workers_off", "trainings_waiting")
            .WithExample(StreamingExamples.Root + "/trainings", answer: StreamingExamples.Training, status: StatusCodes.Status202Accepted);
        api.MapGet("/trainings/{id}", Find)
            .Documented("getStreamingTraining", "A training", "How far it is, and what it made.")
            .WithExample(StreamingExamples.Root + "/trainings/" + StreamingExamples.Run, answer: StreamingExamples.Training);
    }

    private static Accepted<TrainingRun> Ask(HttpContext http, TrainingRuns trainings)
    {
        TrainingRun run = trainings.Ask(http.Tenant());
        return TypedResults.Accepted($"/v1/streaming/trainings/{run.Id}", run);
    }

    private static TrainingRun Find(HttpContext http, TrainingRuns trainings, [Description("The id that the start answered")] string id) => trainings.Find(http.Tenant(), id);
}
