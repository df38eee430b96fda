namespace Perto.Platform;

/// <summary>Watches the attempts of a call.</summary>
internal interface ICallAttempts
{
    /// <summary>Runs before each attempt, outside of its time limit; what it throws ends the call as it is.</summary>
    ValueTask BeforeAsync(CancellationToken cancellationToken);

    /// <summary>Takes note of an attempt that was begun and failed, or was given up.</summary>
    void Failed(Exception failure);
}
