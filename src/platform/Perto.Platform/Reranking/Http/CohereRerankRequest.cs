using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Perto.Platform;

/// <summary>Documents to judge, as Cohere's clients send them. Fields that are not known, and <c>priority</c>, are passed over.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record CohereRerankRequest
{
    /// <summary>Which model: one that the server's settings allow; others, and none, get the one that the server uses.</summary>
    /// <example>rerank-english-v2.0</example>
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

    /// <summary>Documents are cut behind so many tokens, of four characters each.</summary>
    /// <example>4096</example>
    public int? MaxTokensPerDoc { get; init; }
}
