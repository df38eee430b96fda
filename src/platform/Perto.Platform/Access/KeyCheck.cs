namespace Perto.Platform;

/// <summary>What became of a key that somebody showed.</summary>
/// <param name="Caller">Whose key it is; null when it is nobody's.</param>
/// <param name="State">Whether it opens anything; null when it is nobody's.</param>
public readonly record struct KeyCheck(Caller? Caller, KeyState? State);
