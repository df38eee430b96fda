namespace Perto.Streaming;

/// <summary>A title that a person began to watch.</summary>
/// <param name="Title">Which.</param>
/// <param name="At">When, in Unix microseconds.</param>
/// <param name="Progress">How much of it was watched, 0 to 1.</param>
/// <param name="Seconds">How long; null: nobody said.</param>
public readonly record struct Play(string Title, long At, double Progress, long? Seconds);
