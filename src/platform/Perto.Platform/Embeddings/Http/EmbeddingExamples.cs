namespace Perto.Platform;

/// <summary>Requests and answers of embeddings as the document shows them.</summary>
internal static class EmbeddingExamples
{
    public const string Root = "/v1/embeddings";

    public const string Asked = """{ "input": ["a heist in Los Angeles", "an old man flies his house"], "encoding_format": "float" }""";

    public const string Answer =
        """
        {
          "object": "list",
          "data": [
            { "object": "embedding", "embedding": [0.0123, -0.0871], "index": 0 },
            { "object": "embedding", "embedding": [-0.0542, 0.0034], "index": 1 }
          ],
          "model": "builtin:lexical-1",
          "usage": { "prompt_tokens": 0, "total_tokens": 0 },
          "origin": { "version": "lexical-1", "cached": 0, "stored": 0, "computed": 2 }
        }
        """;

    public const string Statistics =
        """
        {
          "entries": 1204, "hits": 8311, "mean_hits": 6.9,
          "spaces": [ { "space": "openai:text-embedding-3-small|text-embedding-3-small||document|unit", "entries": 1204, "hits": 8311, "mean_hits": 6.9 } ]
        }
        """;

    public const string Check = """{ "accept": false }""";

    public const string Checked =
        """
        {
          "model": "builtin:lexical-1", "version": "lexical-1", "ok": true, "dimensions": 384, "length": 1, "repeated": 1, "unchanged": 1,
          "near": 0.71, "far": 0.02, "one_ms": 0.4, "each_of_batch_ms": 0.1, "problems": []
        }
        """;

    public const string Warm = """{ "texts": ["where is my order"] }""";

    public const string Warmed = """{ "model": "builtin:lexical-1", "texts": 1, "computed": 1 }""";

    public const string Forget = """{ "texts": ["where is my order"] }""";

    public const string Forgotten = """{ "vectors": 1 }""";

    public const string Inputs = """{ "inputs": ["a heist in Los Angeles"] }""";

    public const string Lists = """[[0.0123, -0.0871]]""";
}
