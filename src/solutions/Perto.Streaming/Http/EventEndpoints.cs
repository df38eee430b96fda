using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Perto.Platform;

namespace Perto.Streaming;

internal static class EventEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/events", RecordAsync)
            .Documented(
                "recordStreamingEvents",
                "Takes what people did",
                "1 to 1,000 events, all or none. The answer comes when they are durable; the next home page of the person knows them. Sent again with the same Idempotency-Key they count once.")
            .MayAnswerProblem("person_erased")
            .WithExample(StreamingExamples.Root + "/events", request: StreamingExamples.Events, answer: StreamingExamples.Accepted, status: StatusCodes.Status202Accepted);

    private static async Task<Accepted<EventReceipt>> RecordAsync(
        HttpContext http, EventLog events, EventBatch batch, CancellationToken cancellationToken) =>
        TypedResults.Accepted((string?)null, await events.RecordAsync(http.Tenant(), batch.Events, http.Request.Headers["Idempotency-Key"], cancellationToken));
}
