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
            { "type": "click", "user": "ana", "title": "up", "at": "2025-01-31T18:29:00Z", "row": "trending", "rank": 3, "request": "01937f5e-6b7a-7cc0-9d5e-2f6a1b3c4d5f" }
          ]
        }
        """;

    public const string Accepted = """{ "accepted": 3 }""";

    public const string Measures =
        """
        {
          "starts_at": "2025-01-01T00:00:00Z", "ends_at": "2025-01-31T00:00:00Z", "people": 812, "titles": 1000,
          "measures": [
            {
              "name": "click_through", "definition": "clicks / impressions", "unit": "share", "target": 0.15, "observations": 48211,
              "value": 0.171, "lower": 0.166, "upper": 0.176, "met": true
            }
          ]
        }
        """;

    public const string Judged =
        """
        {
          "model": "blend", "starts_at": "2025-01-01T00:00:00Z", "ends_at": "2025-01-31T00:00:00Z", "pages": 4120,
          "drawn_places": {
            "question": "engagement with the first drawn place of a page, if the ranking chooses which of the titles drawn for the page stands there", "pages": 3984,
            "values": [
              {
                "policy": "blend",
                "report": {
                  "choices": 3984, "clusters": 402, "logged_value": 0.031,
                  "estimates": [ { "estimator": "ips", "value": 0.038, "standard_error": 0.0031, "interval": { "lower": 0.0319, "upper": 0.0441 } } ],
                  "mean_weight": 1.01, "mean_weight_error": 0.016, "largest_weight": 2, "effective_choices": 2011.5, "clipped_share": 0, "weights_add_up": true
                },
                "largest_weights": [], "warnings": []
              }
            ]
          },
          "row_order": {
            "question": "engagement with the first row that is ordered, if the rows' bandit of today chooses it by the scores of the ranking; 'plan' is the order of the plan", "pages": 0,
            "refusal": "the plan orders the rows, or too few pages were learned from: chance decides nothing"
          }
        }
        """;

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

    public const string TrainingRequest = """{ "model": "collaborative" }""";

    public const string Training =
        $$"""
        {
          "id": "{{Run}}", "state": "running", "detail": "factorising", "progress": 0.4, "started_at": "2025-01-31T18:30:00.123456Z"
        }
        """;

    public const string BatchRequest =
        """{ "kind": "list", "top": 20, "segment": { "country": "PT", "active_since_at": "2025-01-01T00:00:00Z" }, "device": "tv", "time_of_day": "evening" }""";

    public const string Batch =
        $$"""
        {
          "id": "{{Run}}", "state": "running",
          "request": {
            "kind": "list", "top": 20, "segment": { "country": "PT", "active_since_at": "2025-01-01T00:00:00Z" }, "device": "tv",
            "time_of_day": "evening", "explores": false
          },
          "fingerprint": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "at": "2025-01-31T18:30:00.123456Z",
          "people": 200000, "made": 48500, "failed": 0, "degraded": 0, "failures": [],
          "started_at": "2025-01-31T18:30:00.123456Z", "progressed_at": "2025-01-31T18:31:02.5Z"
        }
        """;

    public const string Batches = $$"""{ "items": [ {{Batch}} ], "next_cursor": null }""";

    public const string BatchPage =
        """
        {
          "user": "ana", "titles": [ { "id": "ronin", "rank": 1, "score": 0.82, "reason": "Because you watched Heat" } ],
          "model": "collaborative 3", "degraded": []
        }
        """;

    public const string Title = """{ "id": "heat", "name": "Heat", "year": 1995, "genres": ["Crime", "Drama"], "kind": "film", "duration_minutes": 170, "maturity": 16, "original": false }""";

    public const string Titles = $$"""{ "items": [ {{Title}} ], "next_cursor": null }""";

    public const string TitleDetails =
        """
        {
          "id": "heat", "name": "Heat", "year": 1995, "genres": ["Crime", "Drama"], "kind": "film", "cast": ["Al Pacino", "Robert De Niro"],
          "directors": ["Michael Mann"], "released": "1995-12-15", "duration_minutes": 170, "languages": ["en"], "original": false, "maturity": 16,
          "quality": "uhd", "tiers": [], "countries": [], "ratings": 2, "average_rating": 4.25, "views": 7, "tags": ["heist"]
        }
        """;

    public const string Entry =
        """
        {
          "name": "Up", "year": 2009, "genres": ["Animation"], "kind": "film", "cast": ["Edward Asner"], "directors": ["Pete Docter"],
          "description": "A balloon seller flies to the falls of his wife's dreams.", "released": "2009-05-29", "added_on": "2024-11-01",
          "duration_minutes": 96, "languages": ["en", "pt-BR"], "original": false, "maturity": 6, "quality": "uhd",
          "tiers": ["standard", "premium"], "countries": ["PT", "BR"]
        }
        """;

    public const string Account =
        """
        {
          "country": "PT", "tier": "standard",
          "profiles": [ { "id": "ana", "name": "Ana", "languages": ["pt", "en"] }, { "id": "kids", "name": "Children", "maturity": 7, "languages": ["pt"] } ]
        }
        """;

    public const string Person =
        """
        {
          "id": "ana", "country": "PT", "tier": "standard",
          "profiles": [ { "id": "ana", "name": "Ana", "languages": ["pt", "en"] }, { "id": "kids", "name": "Children", "maturity": 7, "languages": ["pt"] } ],
          "ratings": 1, "views": 1, "last_active": "2025-01-31T21:00:00Z"
        }
        """;

    public const string Pin =
        """
        { "title": "heat", "row": "trending", "place": 1, "country": "PT", "starts_at": "2025-02-01T00:00:00Z", "ends_at": "2025-03-01T00:00:00Z" }
        """;

    public const string StoredPin = $$"""{ "id": "spring", "pin": {{Pin}} }""";

    public const string Pins = $$"""{ "items": [ {{StoredPin}} ], "next_cursor": null }""";

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
          "user": "ana", "request": "01937f5e-6b7a-7cc0-9d5e-2f6a1b3c4d5f",
          "rows": [ { "name": "top_picks", "title": "Top picks for you", "titles": [ {{Recommended}} ] } ],
          "model": "collaborative 3", "experiments": [ { "name": "ranking", "version": 1, "arm": "learned" } ], "degraded": [], "timing_ms": { "features": 0.1, "rank": 0.6 }, "cached": false
        }
        """;

    public const string Preview =
        $$"""
        {
          "user": "ana", "made_at": "2025-01-31T18:30:00Z",
          "rows": [ { "name": "top_picks", "title": "Top picks for you", "titles": [ {{Recommended}} ] } ],
          "collaborative": "streaming-collaborative@3", "ranker": "blend", "degraded": [], "timing_ms": { "features": 0.1, "rank": 0.6 },
          "feature_names": ["popularity_rank", "user_genre_affinity"], "features": [ { "title": "ronin", "values": [2, 0.8] } ]
        }
        """;

    public const string People =
        """{ "items": [ { "id": "ana", "ratings": 1, "views": 1, "last_active": "2025-01-31T21:00:00Z" } ], "next_cursor": null }""";

    public const string History =
        $$"""{ "items": [ { "title": {{Title}}, "rating": 4.5, "progress": 0.85, "at": "2025-01-31T21:00:00Z" } ], "next_cursor": null }""";
}
