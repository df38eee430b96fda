namespace Perto.Streaming;

/// <summary>What happened.</summary>
public enum EventType
{
    /// <summary>Somebody watched a title, in whole or in part.</summary>
    View,

    /// <summary>Somebody rated a title.</summary>
    Rating,

    /// <summary>A title was shown to somebody.</summary>
    Impression,

    /// <summary>Somebody opened a title that was shown.</summary>
    Click,
}
