using System.ComponentModel.DataAnnotations;

namespace Perto.Platform;

/// <summary>Common queries.</summary>
public sealed record WarmBody
{
    /// <summary>1 to 2,048 texts; those of the settings, if it is left out.</summary>
    [MinLength(1), MaxLength(EmbeddingRequest.MaxTexts)]
    public IReadOnlyList<string>? Texts { get; init; }
}
