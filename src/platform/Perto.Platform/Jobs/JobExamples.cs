namespace Perto.Platform;

/// <summary>Requests and answers of the jobs as the document shows them.</summary>
internal static class JobExamples
{
    public const string Root = "/v1/jobs";

    public const string Pruning = Root + "/models-pruning";

    public const string RunId = "01937f5e-6b7a-7cc0-9d5e-2f6a1b3c4d5e";

    public const string Run =
        $$"""
        {
          "job": "models-pruning", "id": "{{RunId}}", "scheduled_at": "2025-01-31T03:30:00Z", "cause": "schedule", "state": "done",
          "attempt": 1, "server": "perto-1/4711", "progress": 1, "result": "2 versions deleted",
          "started_at": "2025-01-31T03:30:00.412Z", "finished_at": "2025-01-31T03:30:01.73Z"
        }
        """;

    public const string Runs = $$"""{ "items": [ {{Run}} ], "next_cursor": null }""";

    public const string Waiting =
        $$"""
        {
          "job": "models-pruning", "id": "{{RunId}}", "scheduled_at": "2025-01-31T18:30:00.123456Z", "cause": "request", "state": "waiting", "attempt": 1
        }
        """;

    public const string Job =
        $$"""
        {
          {{Fields}}, "paused": false, "next_run_at": "2025-02-01T03:30:00Z", "last": {{Run}}, "last_success": "2025-01-31T03:30:01.73Z"
        }
        """;

    public const string Jobs = $$"""{ "items": [ {{Job}} ], "next_cursor": null }""";

    public const string Paused = $$"""{ {{Fields}}, "paused": true, "last": {{Run}}, "last_success": "2025-01-31T03:30:01.73Z" }""";

    private const string Fields =
        """
        "name": "models-pruning", "description": "Deletes old versions of models", "schedule": "0 30 3 * * ?", "enabled": true
        """;
}
