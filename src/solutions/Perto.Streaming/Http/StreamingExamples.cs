namespace Perto.Streaming;

/// <summary>Requests and answers of the film service as the document shows them.</summary>
internal static class StreamingExamples
{
    public const string Root = "/v1/streaming";

    public const string Run = "01937f5e-6b7a-7cc0-9d5e-2f6a1b3c4d5e";

    public const string Events =
        """
        {
          "events": [
            { "type": "view", "user": "ana", "title": "heat", "at": "2025-01-31T18:30:00Z", "progress": 0.85, "seconds": 8670, "device": "tv" },
            { "type": "rating", "user": "ana", "title": "heat", "at": "2025-01-31T21:00:00Z", "rating": 4.5 },
            { "type": "click", "user": "ana", "title": "up", "at": "2025-01-31T18:29:00Z", "row": "trending", "rank": 3 }
          ]
        }
        """;

    public const string Accepted = """{ "accepted": 3 }""";

    public const string Boundary = "multipart/form-data; boundary=perto";

    public const string Files =
        "--perto\r\n"
        + "Content-Disposition: form-data; name=\"files\"; filename=\"titles.csv\"\r\n\r\n"
        + "id,name,year,genres\nheat,Heat,1995,Crime|Drama\n\r\n"
        + "--perto--\r\n";

    public const string Import =
        $$"""
        {
          "id": "{{Run}}", "kind": "service", "source": "upload", "state": "running", "rows_read": 1200, "rows_rejected": 1,
          "errors": [ { "file": "ratings.csv", "line": 17, "field": "rating", "given": "11", "rule": "must be 0.5..5" } ],
          "started_at": "2025-01-31T18:30:00.123456Z"
        }
        """;

    public const string Imports = $$"""{ "items": [ {{Import}} ], "next_cursor": null }""";

    public const string Training =
        $$"""
        {
          "id": "{{Run}}", "state": "running", "detail": "factorising", "progress": 0.4, "started_at": "2025-01-31T18:30:00.123456Z"
        }
        """;

    public const string Title = """{ "id": "heat", "name": "Heat", "year": 1995, "genres": ["Crime", "Drama"] }""";

    public const string Titles = $$"""{ "items": [ {{Title}} ], "next_cursor": null }""";

    public const string TitleDetails =
        """
        {
          "id": "heat", "name": "Heat", "year": 1995, "genres": ["Crime", "Drama"], "ratings": 2, "average_rating": 4.25, "views": 7,
          "tags": ["heist"]
        }
        """;

    public const string Recommended =
        """
        {
          "id": "ronin", "title": "Ronin", "year": 1998, "genres": ["Action", "Crime"], "rank": 1, "score": 0.82,
          "reason": "Because you watched Heat",
          "why": { "sources": { "similar_to_recently_watched": 0.91 }, "features": { "cosine": 0.91 }, "rules": [] }
        }
        """;

    public const string Similar =
        $$"""
        { "title": {{Title}}, "titles": [ {{Recommended}} ], "model": "collaborative 3", "degraded": [], "timing_ms": { "features": 0.1, "candidates": 0.4 } }
        """;

    public const string Recommendations =
        $$"""
        { "user": "ana", "titles": [ {{Recommended}} ], "model": "collaborative 3", "degraded": [], "timing_ms": { "features": 0.1, "rank": 0.6 } }
        """;

    public const string Home =
        $$"""
        {
          "user": "ana",
          "rows": [ { "name": "top_picks", "title": "Top picks for you", "titles": [ {{Recommended}} ] } ],
          "model": "collaborative 3", "degraded": [], "timing_ms": { "features": 0.1, "rank": 0.6 }, "cached": false
        }
        """;

    public const string People =
        """{ "items": [ { "id": "ana", "ratings": 1, "views": 1, "last_active": "2025-01-31T21:00:00Z" } ], "next_cursor": null }""";

    public const string History =
        $$"""{ "items": [ { "title": {{Title}}, "rating": 4.5, "progress": 0.85, "at": "2025-01-31T21:00:00Z" } ], "next_cursor": null }""";
}
