namespace Perto.Platform;

/// <summary>One caller's work on its way through the writer thread of <see cref="SqliteDatabase"/>.</summary>
internal abstract class WriteWork
{
    /// <summary>When it was queued, by <see cref="TimeProvider.GetTimestamp"/>.</summary>
    public required long QueuedAt { get; init; }

    /// <summary>The session in which it ran last.</summary>
    public DatabaseSession? Session { get; set; }

    /// <summary>Claims the work for running; false when the caller cancelled it while it waited.</summary>
    public abstract bool TryStart();

    /// <summary>Runs the work to its end on this thread; throws what it throws.</summary>
    public abstract void Run(DatabaseSession session);

    /// <summary>The commit is durable: answers the caller.</summary>
    public abstract void Succeed();

    /// <summary>Nothing of the work was kept: answers the caller with the reason.</summary>
    public abstract void Fail(Exception reason);

    /// <summary>The caller's token.</summary>
    public abstract CancellationToken CancellationToken { get; }
}
