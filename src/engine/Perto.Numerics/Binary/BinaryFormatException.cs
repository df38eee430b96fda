namespace Perto.Numerics;

/// <summary>A binary file is damaged, cut short, of another kind, or of a version this program does not know.</summary>
public sealed class BinaryFormatException : Exception
{
    /// <param name="section">The part that cannot be read: <c>header</c>, <c>end</c>, or the name of a section.</param>
    /// <param name="problem">What is wrong with it.</param>
    /// <param name="inner">The cause, if there is one.</param>
    public BinaryFormatException(string section, string problem, Exception? inner = null)
        : base($"Section '{section}': {problem}", inner) => Section = section;

    /// <summary>The part that cannot be read: <c>header</c>, <c>end</c>, or the name of a section.</summary>
    public string Section { get; }
}
