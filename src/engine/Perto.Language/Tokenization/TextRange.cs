namespace Perto.Language;

/// <summary>A part of a text.</summary>
/// <param name="Start">Index of its first UTF-16 code unit.</param>
/// <param name="End">Index after its last one.</param>
public readonly record struct TextRange(int Start, int End);
