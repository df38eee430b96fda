namespace Perto.Platform;

/// <summary>What was forgotten.</summary>
public sealed record ForgottenTexts
{
    /// <summary>Vectors that the database had.</summary>
    public required int Vectors { get; init; }
}
