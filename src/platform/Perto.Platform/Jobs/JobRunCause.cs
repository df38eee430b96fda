namespace Perto.Platform;

/// <summary>Why there is a run.</summary>
public enum JobRunCause
{
    /// <summary>A fire time came.</summary>
    Schedule,

    /// <summary>Somebody asked for it.</summary>
    Request,

    /// <summary>The run before it was interrupted.</summary>
    Retry,
}
