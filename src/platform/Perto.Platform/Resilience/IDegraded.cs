namespace Perto.Platform;

/// <summary>The dependencies that one request did without.</summary>
public interface IDegraded
{
    /// <summary>Their names, each once, in order.</summary>
    IReadOnlyList<string> Names { get; }
}
