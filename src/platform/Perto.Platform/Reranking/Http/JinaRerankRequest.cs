using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Perto.Platform;

/// <summary>Documents to judge, as Jina's clients send them. Fields that are not known are passed over.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record JinaRerankRequest
{
    /// <summary>Which model: one that the server's settings allow; others, and none, get the one that the server uses.</summary>
    /// <example>jina-reranker-v1-turbo-en</example>
    public string? Model { get; init; }

    /// <summary>What is asked.</summary>
    /// <example>why is the sky blue</example>
    [MinLength(1), MaxLength(RerankQuery.MaxTextLength)]
    public required string Query { get; init; }

    /// <summary>1 to 1,000 documents.</summary>
    [MinLength(1), MaxLength(DocumentReranking.MaxDocuments)]
    public required IReadOnlyList<RerankDocument> Documents { get; init; }

    /// <summary>How many of the best are answered; all where it is left out.</summary>
    /// <example>2</example>
    public int? TopN { get; init; }

    /// <summary>Whether each result repeats its document.</summary>
    [DefaultValue(true)]
    public bool? ReturnDocuments { get; init; }
}
