namespace Perto.Server;

/// <summary>Answers of the server's own endpoints as the document shows them.</summary>
internal static class OverviewExamples
{
    public const string Health =
        """
        {
          "status": "ready",
          "checks": [
            { "name": "database", "status": "ok", "detail": "sqlite 3.40.1" },
            { "name": "collections", "status": "ok", "detail": "rebuilt" },
            { "name": "dependencies", "status": "ok", "detail": "everything is embedded" }
          ]
        }
        """;

    public const string Model =
        """
        {
          "name": "streaming-collaborative", "version": 3, "kind": "als", "state": "live", "created_at": "2025-01-31T18:30:00.123456Z",
          "metrics": { "ndcg_at_10": 0.31 }, "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "size": 1048576
        }
        """;

    public const string RolledBack =
        """
        {
          "name": "taste", "version": 1, "kind": "als", "state": "live", "created_at": "2025-01-30T18:30:00.123456Z",
          "metrics": { "ndcg_at_10": 0.3 }, "sha256": "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752", "size": 1048576
        }
        """;

    public const string Models = $$"""{ "items": [ {{Model}} ], "next_cursor": null }""";

    public const string Task =
        """
        {
          "id": "01937f5e-6b7a-7cc0-9d5e-2f6a1b3c4d5e", "kind": "import", "name": "titles", "state": "running", "progress": 0.4,
          "detail": "1,200 rows", "started_at": "2025-01-31T18:30:00.123456Z"
        }
        """;

    public const string Tasks = $$"""{ "items": [ {{Task}} ], "next_cursor": null }""";

    public const string Overview =
        $$"""
        {
          "version": "0.1.0", "started_at": "2025-01-31T18:00:00Z", "uptime_seconds": 1800.5, "tenant": "local", "access": "local",
          "solutions": [ { "name": "streaming", "counts": [ { "name": "titles", "value": 1682 } ] } ],
          "rates": {
            "interval_seconds": 15,
            "series": [ { "name": "requests", "unit": "per_second", "points": [ { "at": "2025-01-31T18:29:45Z", "value": 12.5 } ] } ]
          },
          "models": [ {{Model}} ],
          "collections": [
            { "name": "streaming-titles", "model": "als-3", "provider": "embedded", "records": 1682, "dimension": 64, "metric": "cosine", "state": "live" }
          ],
          "tasks": [ {{Task}} ],
          "health": {{Health}}
        }
        """;
}
