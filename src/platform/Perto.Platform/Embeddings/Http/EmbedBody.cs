using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Perto.Platform;

/// <summary>Texts to embed, in the form of Text Embeddings Inference. Fields that are not known are passed over.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record EmbedBody
{
    /// <summary>A text, or a list of 1 to 2,048 texts; none of them empty.</summary>
    public required TextInput Inputs { get; init; }

    /// <summary>Whether vectors are brought to length 1.</summary>
    [DefaultValue(true)]
    public bool Normalize { get; init; } = true;

    /// <summary>Taken and without effect: texts that are longer than the model reads are cut off by the model.</summary>
    public bool? Truncate { get; init; }

    /// <summary><c>query</c> where the texts are questions, of models that tell them from documents; anything else, or nothing: documents.</summary>
    public string? PromptName { get; init; }

    /// <summary>Dimensions, of models that can shorten their vectors; as many as the model has, if it is left out.</summary>
    [Range(1, EmbeddingRequest.MaxDimensions)]
    public int? Dimensions { get; init; }
}
