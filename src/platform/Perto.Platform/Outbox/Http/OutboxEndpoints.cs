using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Perto.Platform;

/// <summary>The HTTP API of the outbox, under <c>/v1/outbox</c>.</summary>
internal static class OutboxEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("", StatusAsync)
            .Documented("getOutbox", "How the outbox does", "By topic: how much is unfinished and in which state, how old the oldest is, how much was given up, and how fast this server works.");
        api.MapGet("/dead", ListAsync)
            .Documented("listDeadLetters", "Messages that were given up", "In the order in which they were enqueued, without their payloads.");
        api.MapGet("/dead/{id}", FindAsync)
            .Documented("getDeadLetter", "A message that was given up", "With its payload.");
        api.MapPost("/dead/{id}/replay", ReplayAsync)
            .RequireScope(Scope.Admin)
            .Documented("replayDeadLetter", "Tries a message again", "It goes to the end of its queue with all its tries before it, and keeps its id.");
        api.MapPost("/dead/replay", ReplayTopicAsync)
            .RequireScope(Scope.Admin)
            .Documented("replayDeadLetters", "Tries all messages of a topic again", "Those that were given up until now, in the order in which they were enqueued.");
        api.MapDelete("/dead/{id}", DiscardAsync)
            .RequireScope(Scope.Admin)
            .Documented("discardDeadLetter", "Deletes a message that was given up", "For good: what it was to do is not done.");
    }

    private static async Task<Page<OutboxTopicStatus>> StatusAsync(HttpContext http, OutboxStatus status, CancellationToken cancellationToken) =>
        new() { Items = await status.ReadAsync(http.Tenant(), cancellationToken) };

    private static Task<Page<DeadLetter>> ListAsync(
        HttpContext http, DeadLetters letters, CancellationToken cancellationToken, string? topic = null, int? limit = null, string? cursor = null) =>
        letters.ListAsync(http.Tenant(), topic, new Paging(limit, cursor), cancellationToken);

    private static Task<DeadLetter> FindAsync(HttpContext http, DeadLetters letters, string id, CancellationToken cancellationToken) =>
        letters.FindAsync(http.Tenant(), id, cancellationToken);

    private static Task<ReplayReport> ReplayAsync(HttpContext http, DeadLetters letters, string id, CancellationToken cancellationToken) =>
        letters.ReplayAsync(http.Tenant(), id, cancellationToken);

    private static Task<ReplayReport> ReplayTopicAsync(HttpContext http, DeadLetters letters, TopicReplay replay, CancellationToken cancellationToken) =>
        letters.ReplayTopicAsync(http.Tenant(), replay.Topic, cancellationToken);

    private static async Task<NoContent> DiscardAsync(HttpContext http, DeadLetters letters, string id, CancellationToken cancellationToken)
    {
        await letters.DiscardAsync(http.Tenant(), id, cancellationToken);
        return TypedResults.NoContent();
    }
}
