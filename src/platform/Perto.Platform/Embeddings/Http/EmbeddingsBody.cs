using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Perto.Platform;

/// <summary>Texts to embed, in the form of OpenAI. Fields that are not known are passed over, as that service does.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record EmbeddingsBody
{
    /// <summary>A text, or a list of 1 to 2,048 texts; none of them empty.</summary>
    public required TextInput Input { get; init; }

    /// <summary>One of the models that the settings name: <c>provider:model</c> or the provider's name of it. The default, if it is left out.</summary>
    public string? Model { get; init; }

    /// <summary>How vectors are written.</summary>
    [DefaultValue(EmbeddingForm.Float)]
    public EmbeddingForm EncodingFormat { get; init; }

    /// <summary>Dimensions, of models that can shorten their vectors; as many as the model has, if it is left out.</summary>
    [Range(1, EmbeddingRequest.MaxDimensions)]
    public int? Dimensions { get; init; }

    /// <summary>What the texts are for, of models that tell questions from documents. Ours, not OpenAI's.</summary>
    [DefaultValue(EmbeddingPurpose.Document)]
    public EmbeddingPurpose InputType { get; init; }

    /// <summary>Whether vectors are brought to length 1. Ours, not OpenAI's.</summary>
    [DefaultValue(true)]
    public bool Normalize { get; init; } = true;

    /// <summary>Whether kept vectors may be used, and new ones are kept. Ours, not OpenAI's.</summary>
    [DefaultValue(true)]
    public bool UseCache { get; init; } = true;
}
