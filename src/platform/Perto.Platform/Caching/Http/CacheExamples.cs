namespace Perto.Platform;

/// <summary>Requests and answers of the caches as the document shows them.</summary>
internal static class CacheExamples
{
    public const string Root = "/v1/caches";

    public const string Cache =
        """
        {
          "name": "streaming-home", "entries": 812, "bytes": 41353216, "evictions": 0,
          "levels": [ { "level": "process", "hits": 90211, "negative": 0, "stale": 0, "misses": 1544, "errors": 0 } ],
          "source_calls": 1502, "source_errors": 0, "joined": 42
        }
        """;

    public const string Caches = $$"""{ "items": [ {{Cache}} ], "next_cursor": null }""";
}
