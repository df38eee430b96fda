using System.ComponentModel;

namespace Perto.Platform;

/// <summary>What feedback says of a re-ranker.</summary>
[Description("What feedback says of a re-ranker: learning (not enough yet), helps, off (it harms, and is not asked for a while).")]
public enum RerankGateState
{
    /// <summary>Not enough yet; it is asked.</summary>
    Learning,

    /// <summary>Its order is better than that of the retrieval.</summary>
    Helps,

    /// <summary>Its order was worse; it is not asked for a while.</summary>
    Off,
}
