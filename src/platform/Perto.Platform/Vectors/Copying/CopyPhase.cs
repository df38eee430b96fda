namespace Perto.Platform;

/// <summary>What a copy is at.</summary>
public enum CopyPhase
{
    /// <summary>Records are written.</summary>
    Copy,

    /// <summary>Records are read again from both sides and compared.</summary>
    Compare,
}
