namespace Perto.Platform;

/// <summary>Requests and answers of the vector API as the document shows them: a few films with a plot and what people say of them.</summary>
internal static class VectorExamples
{
    public const string Collections = "/v1/vectors/collections";

    public const string Films = Collections + "/films";

    public const string Shape =
        """
        {
          "vectors": [
            { "name": "plot", "dimension": 3, "metric": "cosine" },
            { "name": "words", "kind": "sparse" }
          ],
          "payload": [
            { "name": "genre", "kind": "keyword" },
            { "name": "year", "kind": "integer" }
          ]
        }
        """;

    public const string Statistics =
        """
        {
          "records": 3, "vectors": { "plot": 3, "words": 2 }, "indexed": { "plot": 0 }, "dead_records": 0, "segments": 1,
          "bytes": 40960, "bytes_in_memory": 8192, "bytes_on_disk": 32768, "log_bytes": 4096
        }
        """;

    public const string Health = """{ "state": "ok", "writable": true }""";

    public const string Collection =
        $$"""
        {
          "name": "films",
          "vectors": [
            { "name": "plot", "kind": "dense", "dimension": 3, "metric": "cosine" },
            { "name": "words", "kind": "sparse", "dimension": 0, "metric": "bm25" }
          ],
          "payload": [ { "name": "genre", "kind": "keyword" }, { "name": "year", "kind": "integer" } ],
          "provider": "embedded",
          "statistics": {{Statistics}},
          "health": {{Health}}
        }
        """;

    public const string List = $$"""{ "items": [ {{Collection}} ], "next_cursor": null }""";

    public const string Compaction = $$"""{ "before": {{Statistics}}, "after": {{Statistics}} }""";

    public const string Verification = """{ "problems": [] }""";

    public const string Records =
        """
        {
          "records": [
            {
              "id": "heat",
              "vectors": { "plot": [0.9, 0.1, 0.2], "words": { "dimensions": [3, 17], "values": [1.2, 0.4] } },
              "payload": { "genre": "crime", "year": 1995 }
            },
            { "id": "up", "vectors": { "plot": [0.1, 0.9, 0.3] }, "payload": { "genre": "animation", "year": 2009 } }
          ]
        }
        """;

    public const string Count = """{ "count": 2 }""";

    public const string Record =
        """
        {
          "id": "heat",
          "vectors": { "plot": [0.9, 0.1, 0.2], "words": { "dimensions": [3, 17], "values": [1.2, 0.4] } },
          "payload": { "genre": "crime", "year": 1995 }
        }
        """;

    public const string Page = $$"""{ "items": [ {{Record}} ], "next_cursor": null }""";

    public const string Patch = """{ "payload": { "year": 1996, "genre": null }, "vectors": { "words": null } }""";

    public const string LookUp = """{ "ids": ["heat", "up"], "include_vectors": true }""";

    public const string ByFilter = """{ "filter": { "year": { "$lt": 1990 } } }""";

    public const string Update = """{ "filter": { "genre": "crime" }, "payload": { "year": 1995 } }""";

    public const string Scroll = """{ "filter": { "year": { "$gte": 1990 } }, "limit": 100, "include_vectors": true }""";

    public const string Search =
        """{ "vector": "plot", "value": [0.8, 0.2, 0.1], "k": 3, "filter": { "year": { "$gte": 1990 } } }""";

    public const string Batch = """{ "searches": [ { "vector": "plot", "value": [0.8, 0.2, 0.1], "k": 3 }, { "vector": "plot", "id": "heat", "k": 3 } ] }""";

    public const string Fused =
        """
        {
          "parts": [
            { "vector": "plot", "value": [0.8, 0.2, 0.1] },
            { "vector": "words", "value": { "dimensions": [3], "values": [1] }, "weight": 0.5 }
          ],
          "fusion": "reciprocal_rank",
          "k": 3
        }
        """;

    public const string Hits =
        """
        {
          "hits": [ { "id": "heat", "score": 0.988, "distance": 0.012, "payload": { "genre": "crime", "year": 1995 } } ],
          "explain": {
            "strategy": "exact scan", "records": 3, "passing": 2, "passing_is_estimate": false, "compared": 2, "rescored": 0,
            "ef": 0, "unindexed": 2, "elapsed_ms": 0.04
          }
        }
        """;

    public const string Results = $$"""{ "results": [ {{Hits}} ] }""";

    public const string Recall = """{ "vector": "plot", "k": 1, "queries": 2, "ef": [16, 64] }""";

    public const string RecallReport =
        """
        {
          "vector": "plot", "k": 1, "queries": 2, "drawn_from": 3, "exact_ms": 0.03, "shortened": false,
          "points": [ { "ef": 16, "recall": 1, "mean_ms": 0.02, "compared": 3, "strategy": "exact scan" } ]
        }
        """;
}
