using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Perto.Platform;

/// <summary>The HTTP API of the outbox, under <c>/v1/outbox</c>.</summary>
internal static class OutboxEndpoints
{
    private const string IdWords = "The id of the message, as the list gives it";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("", StatusAsync)
            .Documented("getOutbox", "How the outbox does", "By topic: how much is unfinished and in which state, how old the oldest is, how much was given up, and how fast this server works.")
            .WithExample(OutboxExamples.Root, answer: OutboxExamples.Topics);
        api.MapGet("/dead-letters", ListAsync)
            .Documented("listDeadLetters", "Messages that were given up", "In the order in which they were enqueued, without their payloads.")
            .WithExample(OutboxExamples.Letters + "?topic=streaming.training&limit=50", answer: OutboxExamples.Listed);
        api.MapGet("/dead-letters/{id}", FindAsync)
            .Documented("getDeadLetter", "A message that was given up", "With its payload.")
            .WithExample(OutboxExamples.Letter, answer: OutboxExamples.WithPayload);
        api.MapPost("/dead-letters/{id}/replay", ReplayAsync)
            .RequireScope(Scope.Admin)
            .Documented("replayDeadLetter", "Tries a message again", "It goes to the end of its queue with all its tries before it, and keeps its id.")
            .WithExample(OutboxExamples.Letter + "/replay", answer: OutboxExamples.Replayed);
        api.MapPost("/dead-letters/replay", ReplayTopicAsync)
            .RequireScope(Scope.Admin)
            .Documented("replayDeadLetters", "Tries all messages of a topic again", "Those that were given up until now, in the order in which they were enqueued.")
            .WithExample(OutboxExamples.Letters + "/replay", request: OutboxExamples.Topic, answer: OutboxExamples.Replayed);
        api.MapDelete("/dead-letters/{id}", DiscardAsync)
            .RequireScope(Scope.Admin)
            .Documented("discardDeadLetter", "Deletes a message that was given up", "For good: what it was to do is not done.")
            .WithExample(OutboxExamples.Letter, status: StatusCodes.Status204NoContent);
    }

    private static async Task<Page<OutboxTopicStatus>> StatusAsync(HttpContext http, OutboxStatus status, CancellationToken cancellationToken) =>
        new() { Items = await status.ReadAsync(http.Tenant(), cancellationToken) };

    private static Task<Page<DeadLetter>> ListAsync(
        HttpContext http,
        DeadLetters letters,
        [Description("Only of this topic")] string? topic,
        [Description(PagingWords.Limit), Range(1, Paging.MaxLimit), DefaultValue(Paging.DefaultLimit)] int? limit,
        [Description(PagingWords.Cursor)] string? cursor,
        CancellationToken cancellationToken) =>
        letters.ListAsync(http.Tenant(), topic, new Paging(limit, cursor), cancellationToken);

    private static Task<DeadLetter> FindAsync(
        HttpContext http, DeadLetters letters, [Description(IdWords)] string id, CancellationToken cancellationToken) =>
        letters.FindAsync(http.Tenant(), id, cancellationToken);

    private static Task<ReplayReport> ReplayAsync(
        HttpContext http, DeadLetters letters, [Description(IdWords)] string id, CancellationToken cancellationToken) =>
        letters.ReplayAsync(http.Tenant(), id, cancellationToken);

    private static Task<ReplayReport> ReplayTopicAsync(HttpContext http, DeadLetters letters, TopicReplay replay, CancellationToken cancellationToken) =>
        letters.ReplayTopicAsync(http.Tenant(), replay.Topic, cancellationToken);

    private static async Task<NoContent> DiscardAsync(
        HttpContext http, DeadLetters letters, [Description(IdWords)] string id, CancellationToken cancellationToken)
    {
        await letters.DiscardAsync(http.Tenant(), id, cancellationToken);
        return TypedResults.NoContent();
    }
}
