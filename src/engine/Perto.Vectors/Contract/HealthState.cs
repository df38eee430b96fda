namespace Perto.Vectors;

/// <summary>How well a collection does.</summary>
public enum HealthState
{
    /// <summary>All is well.</summary>
    Ok,

    /// <summary>It answers, but not as it should: more slowly, without writing, or while it repairs itself.</summary>
    Degraded,

    /// <summary>It cannot answer.</summary>
    Failed,
}
