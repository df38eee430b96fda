namespace Perto.Platform;

/// <summary>Requests and answers of the outbox as the document shows them.</summary>
internal static class OutboxExamples
{
    public const string Root = "/v1/outbox";

    public const string Letters = Root + "/dead-letters";

    public const string Letter = Letters + "/01937f5e-6b7a-7cc0-9d5e-2f6a1b3c4d5e";

    public const string Topics =
        """
        {
          "items": [
            {
              "topic": "streaming.training", "depth": 3, "ready": 1, "leased": 1, "delayed": 1, "waiting": 0, "dead": 1,
              "oldest_seconds": 12.5, "attempts": 2, "rate": 0.4, "queue_limit": 1000
            }
          ],
          "next_cursor": null
        }
        """;

    public const string Topic = """{ "topic": "streaming.training" }""";

    public const string Listed = $$"""{ "items": [ { {{Fields}} } ], "next_cursor": null }""";

    public const string WithPayload = $$"""{ {{Fields}}, "payload": { "run": "01937f5e-5a10-7d21-8c11-6f0e2b7a9c3d" } }""";

    public const string Replayed = """{ "replayed": 1 }""";

    private const string Fields =
        """
        "id": "01937f5e-6b7a-7cc0-9d5e-2f6a1b3c4d5e", "topic": "streaming.training", "key": "training", "attempts": 5,
          "error": "TimeoutException: the database did not answer",
          "enqueued_at": "2025-01-31T18:30:00.123456Z", "died_at": "2025-01-31T18:42:10.5Z"
        """;
}
