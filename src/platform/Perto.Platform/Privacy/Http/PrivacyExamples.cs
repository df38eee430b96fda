namespace Perto.Platform;

/// <summary>Requests and answers of privacy as the document shows them.</summary>
internal static class PrivacyExamples
{
    public const string Root = "/v1/privacy";

    public const string Erasures = Root + "/erasures";

    public const string Id = "01937f5e-6b7a-7cc0-9d5e-2f6a1b3c4d5e";

    public const string Erasure = Erasures + "/" + Id;

    public const string People = Root + "/collections/people";

    public const string Subject = """{ "subject": "zoe" }""";

    public const string Field = """{ "subject_field": "genre" }""";

    public const string Collection = """{ "collection": "people", "subject_field": "genre" }""";

    public const string Running =
        $$"""
        {
          {{Fields}}, "state": "running", "sources": [ { "source": "streaming_view", "items": 0 } ], "total_items": 0
        }
        """;

    public const string Receipt =
        $$"""
        {
          {{Fields}}, "state": "done", "finished_at": "2025-01-31T18:30:04Z",
          "sources": [ { "source": "streaming_view", "items": 17, "done_at": "2025-01-31T18:30:01Z" } ], "total_items": 17
        }
        """;

    public const string Receipts = $$"""{ "items": [ {{Receipt}} ], "next_cursor": null }""";

    public const string Description =
        """
        {
          "tables": [
            {
              "module": "streaming", "table": "streaming_view", "subject_column": "user_id", "time_column": "started_at",
              "columns": ["tenant", "user_id", "title_id", "started_at"], "retention_seconds": 7776000
            }
          ],
          "sources": [ { "source": "uploads", "description": "Files of imports; they are deleted when the import ends." } ],
          "collections": [ { "collection": "people", "holds_people": true, "subject_field": "genre" } ],
          "suppressed": 1
        }
        """;

    private const string Fields =
        $"""
        "id": "{Id}", "subject_hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
          "requested_at": "2025-01-31T18:30:00.123456Z"
        """;
}
