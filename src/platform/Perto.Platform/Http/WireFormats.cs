namespace Perto.Platform;

/// <summary>Wire formats that more than one part of the server speaks.</summary>
internal static class WireFormats
{
    /// <summary>Its clients tell what they may mend (<c>validation</c>) from what they may only try again (<c>backend</c>).</summary>
    public static readonly WireFormat TextEmbeddingsInference = new("Text Embeddings Inference", static (words, code) => new Dictionary<string, object>(StringComparer.Ordinal)
    {
        ["error"] = words,
        ["error_type"] = code.StartsWith("invalid_", StringComparison.Ordinal) ? "validation" : "backend",
    });
}
