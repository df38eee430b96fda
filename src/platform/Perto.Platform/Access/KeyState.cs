namespace Perto.Platform;

/// <summary>Whether a key opens anything.</summary>
public enum KeyState
{
    /// <summary>It does.</summary>
    Active,

    /// <summary>Its time is over, also because it was rotated.</summary>
    Expired,

    /// <summary>Somebody took it back.</summary>
    Revoked,
}
