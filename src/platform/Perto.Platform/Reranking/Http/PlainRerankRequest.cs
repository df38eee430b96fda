using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Perto.Platform;

/// <summary>
/// Documents to judge, in one of two forms: <c>documents</c> with <c>top_k</c>, or <c>texts</c> as clients of Text Embeddings Inference send them, with
/// <c>raw_scores</c> and <c>return_text</c>. Fields that are not known, and <c>truncate</c>, are passed over: long texts are always cut.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record PlainRerankRequest
{
    internal const int DefaultTopK = 10;

    /// <summary>What is asked.</summary>
    /// <example>why is the sky blue</example>
    [MinLength(1), MaxLength(RerankQuery.MaxTextLength)]
    public required string Query { get; init; }

    /// <summary>1 to 1,000 documents.</summary>
    [MaxLength(DocumentReranking.MaxDocuments)]
    public IReadOnlyList<string>? Documents { get; init; }

    /// <summary>How many of the best documents are answered.</summary>
    /// <example>10</example>
    [DefaultValue(DefaultTopK)]
    public int? TopK { get; init; }

    /// <summary>1 to 1,000 texts, in place of documents; the answer is then a list of places and scores.</summary>
    [MaxLength(DocumentReranking.MaxDocuments)]
    public IReadOnlyList<string>? Texts { get; init; }

    /// <summary>With texts: whether scores are those of the model, about -10 to 10, and not their logistic function.</summary>
    [DefaultValue(false)]
    public bool? RawScores { get; init; }

    /// <summary>With texts: whether the answer repeats them.</summary>
    [DefaultValue(false)]
    public bool? ReturnText { get; init; }
}
