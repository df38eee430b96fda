namespace Perto.Learning;

/// <summary>A text is no model of LightGBM's that can be read here: says in which line, and what is wrong with it.</summary>
public sealed class LightGbmFormatException(int line, string problem) : Exception($"LightGBM model, line {line}: {problem}")
{
    /// <summary>Number of the line, from 1.</summary>
    public int Line { get; } = line;
}
