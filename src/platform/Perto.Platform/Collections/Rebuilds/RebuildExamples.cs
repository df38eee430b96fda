namespace Perto.Platform;

/// <summary>Requests and answers of the derived collections as the document shows them.</summary>
internal static class RebuildExamples
{
    public const string Root = "/v1/collections";

    public const string Id = "01937f5e-6b7a-7cc0-9d5e-2f6a1b3c4d5e";

    public const string Path = Root + "/rebuilds/" + Id;

    public const string Model = """{ "model": "words@2" }""";

    public const string Rebuild =
        $$"""
        {
          "id": "{{Id}}", "alias": "film-plots", "kind": "rebuild", "model": "words@1", "state": "waiting",
          "done": 0, "total": 1200, "asked_at": "2025-01-31T18:30:00.123456Z"
        }
        """;

    public const string Reembedding =
        $$"""
        {
          "id": "{{Id}}", "alias": "film-reviews", "kind": "reembed", "model": "words@2", "state": "waiting",
          "done": 0, "total": 1200, "asked_at": "2025-01-31T18:30:00.123456Z"
        }
        """;

    public const string Running =
        $$"""
        {
          "id": "{{Id}}", "alias": "film-plots", "kind": "rebuild", "model": "words@1", "state": "running",
          "done": 640, "total": 1200, "records_per_second": 412.5, "server": "perto-1/4711",
          "asked_at": "2025-01-31T18:30:00.123456Z", "started_at": "2025-01-31T18:30:01Z"
        }
        """;

    public const string Collections =
        $$"""
        {
          "items": [
            {
              "alias": "film-plots", "name": "film-plots@words@1:3", "model": "words@1", "dimension": 3, "metric": "cosine", "state": "live",
              "records": 1200, "updated_at": "2025-01-31T12:00:00Z", "models": ["words@1", "words@2"], "rebuild": {{Running}}
            }
          ],
          "next_cursor": null
        }
        """;
}
