namespace Perto.Streaming;

/// <summary>A title that a person clicked on.</summary>
/// <param name="Title">Which.</param>
/// <param name="At">When, in Unix microseconds.</param>
public readonly record struct TitleClick(string Title, long At);
