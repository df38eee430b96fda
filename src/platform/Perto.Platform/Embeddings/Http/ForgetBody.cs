using System.ComponentModel.DataAnnotations;

namespace Perto.Platform;

/// <summary>Texts whose vectors go.</summary>
public sealed record ForgetBody
{
    /// <summary>1 to 1,000 texts, as they were embedded.</summary>
    [MinLength(1), MaxLength(MaxTexts)]
    public required IReadOnlyList<string> Texts { get; init; }

    internal const int MaxTexts = 1_000;
}
