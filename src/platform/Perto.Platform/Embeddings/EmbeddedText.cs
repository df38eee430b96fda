namespace Perto.Platform;

/// <summary>What a model made of a text.</summary>
/// <param name="Vector">As the model gave it.</param>
/// <param name="Tokens">Its part of the tokens of the call; null where the provider does not say.</param>
internal readonly record struct EmbeddedText(float[] Vector, double? Tokens);
