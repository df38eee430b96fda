namespace Perto.Platform;

/// <summary>What calls of a dependency meet.</summary>
public enum DependencyState
{
    /// <summary>Calls are made.</summary>
    Up,

    /// <summary>Too many failed: calls fail at once, without being made.</summary>
    Down,

    /// <summary>One call is let through to see whether it is back.</summary>
    Probing,
}
