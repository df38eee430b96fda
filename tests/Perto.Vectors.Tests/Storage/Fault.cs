namespace Perto.Vectors.Tests.Storage;

/// <summary>How an operation of <see cref="SimulatedFiles"/> fails.</summary>
internal enum Fault
{
    /// <summary>The disk fails; nothing is done. A sync that fails so is <see cref="FailingSync"/>.</summary>
    InputOutput,

    /// <summary>No space is left; nothing is done.</summary>
    NoSpace,

    /// <summary>A write does its first half, then no space is left.</summary>
    ShortWrite,

    /// <summary>A sync fails and the system forgets what it could not write: no later sync makes it durable.</summary>
    FailingSync,
}
