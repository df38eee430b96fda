namespace Perto.Platform;

/// <summary>Requests and answers of the feature store as the document shows them.</summary>
internal static class FeatureExamples
{
    public const string Root = "/v1/features";

    public const string Views = Root + "/views";

    public const string Facts = Views + "/title_facts";

    public const string Activity = Views + "/title_activity";

    public const string View =
        """
        {
          "name": "title_facts", "entity": "title", "version": 1, "ttl_seconds": 3153600000, "owner": "catalogue",
          "features": [
            { "name": "rating", "kind": "number", "description": "Mean of the ratings, 0.5 to 5" },
            { "name": "genres", "kind": "keywords" }
          ]
        }
        """;

    public const string Shown = $$"""{ "view": {{View}}, "declared_at": "2025-01-31T18:30:00.123456Z", "versions": [1] }""";

    public const string Listed = $$"""{ "items": [ {{Shown}} ], "next_cursor": null }""";

    public const string Values =
        """
        {
          "values": [
            { "key": "heat", "event_at": "2025-01-31T18:00:00Z", "values": { "rating": 4.2, "genres": ["crime", "drama"] } },
            { "key": "up", "event_at": "2025-01-31T18:00:00Z", "values": { "rating": 4.1, "genres": null } }
          ]
        }
        """;

    public const string Written = """{ "stored": 2, "repeated": 0, "online": 2 }""";

    public const string History =
        """
        {
          "items": [
            {
              "status": "present", "version": 1, "event_at": "2025-01-31T18:00:00Z", "written_at": "2025-01-31T18:30:00.123456Z",
              "values": { "rating": 4.2, "genres": ["crime", "drama"] }
            }
          ],
          "next_cursor": null
        }
        """;

    public const string Events =
        """
        {
          "events": [
            {
              "id": "play-7", "type": "play", "at": "2025-01-31T18:10:00Z", "keys": { "title": "heat", "person": "ana" },
              "values": { "minutes": 95.5, "device": "tv" }
            }
          ]
        }
        """;

    public const string Counted = """{ "counted": 1, "repeated": 0, "ignored": 0 }""";

    public const string Asked = """{ "entities": [ { "entity": "title", "keys": ["heat", "none"], "views": ["title_facts"] } ] }""";

    public const string Online =
        """
        {
          "items": [
            {
              "entity": "title", "key": "heat",
              "views": {
                "title_facts": {
                  "status": "present", "version": 1, "event_at": "2025-01-31T18:00:00Z", "age_seconds": 1800.5,
                  "values": { "rating": 4.2, "genres": ["crime", "drama"] }
                }
              }
            },
            { "entity": "title", "key": "none", "views": { "title_facts": { "status": "never_written", "version": 1 } } }
          ],
          "next_cursor": null
        }
        """;

    public const string Rows =
        """
        {
          "views": ["title_facts"],
          "rows": [ { "keys": { "title": "heat" }, "at": "2025-01-31T18:05:00Z", "columns": { "watched": true } } ]
        }
        """;

    public const string Joined =
        """
        {
          "items": [
            {
              "keys": { "title": "heat" }, "at": "2025-01-31T18:05:00Z", "columns": { "watched": true },
              "views": {
                "title_facts": {
                  "status": "present", "version": 1, "event_at": "2025-01-31T18:00:00Z", "age_seconds": 300,
                  "values": { "rating": 4.2, "genres": ["crime", "drama"] }
                }
              }
            }
          ],
          "next_cursor": null
        }
        """;

    public const string Chunk =
        """
        {
          "source": "log", "position": "1",
          "events": [
            {
              "id": "play-1", "type": "play_of_old", "at": "2025-01-30T20:00:00Z", "keys": { "title": "heat", "person": "ana" },
              "values": { "minutes": 90, "device": "tv" }
            }
          ],
          "last": true
        }
        """;

    public const string Filled =
        """
        {
          "view": "title_activity", "version": 1, "source": "log", "state": "done", "position": "1", "events": 1, "counted": 1,
          "began_at": "2025-01-31T18:30:00.123456Z", "updated_at": "2025-01-31T18:30:00.123456Z"
        }
        """;

    public const string Health =
        """
        {
          "view": "title_facts", "version": 1, "newest_at": "2025-01-31T18:00:00Z", "age_seconds": 1800.5, "limit_seconds": 3153600000, "fresh": true,
          "window_hours": 168, "current_rows": 1200, "reference_rows": 1180, "sampled": false,
          "features": [
            {
              "name": "rating", "missing_share": 0.01, "reference_missing_share": 0.01, "stability_index": 0.02, "distance": 0.03,
              "probability": 0.7, "drift": "stable"
            },
            { "name": "genres", "missing_share": 0, "reference_missing_share": 0, "stability_index": 0.3, "drift": "large" }
          ]
        }
        """;

    public const string Export = """{ "folder": "features/title_facts", "format": "json_lines", "gzip": true }""";

    public const string Manifest =
        """
        {
          "tenant": "local", "view": "title_facts", "version": 1, "format": "json_lines", "gzip": true, "to_at": "2025-01-31T18:30:00.123456Z", "rows": 2,
          "files": [
            { "name": "part-00000.jsonl.gz", "rows": 2, "bytes": 210, "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" }
          ],
          "completed_at": "2025-01-31T18:30:01Z"
        }
        """;
}
