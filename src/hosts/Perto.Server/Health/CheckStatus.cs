namespace Perto.Server;

/// <summary>Whether one part works.</summary>
public enum CheckStatus
{
    /// <summary>It works.</summary>
    Ok,

    /// <summary>It does not work, and a fallback stands in for it.</summary>
    Degraded,

    /// <summary>It does not work.</summary>
    Failing,
}
