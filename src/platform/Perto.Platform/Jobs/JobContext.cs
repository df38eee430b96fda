namespace Perto.Platform;

/// <summary>A run, as the job sees it.</summary>
public sealed class JobContext
{
    private Told? _told;

    /// <summary>Name of the job.</summary>
    public required string Job { get; init; }

    /// <summary>Id of the run.</summary>
    public required string RunId { get; init; }

    /// <summary>The fire time that is run, or when the run was asked for.</summary>
    public required DateTimeOffset ScheduledFor { get; init; }

    /// <summary>1, and one more for each run before this one that was interrupted and is made up for by this one.</summary>
    public required int Attempt { get; init; }

    /// <summary>Says how far the work has come; cheap, written down about once a second.</summary>
    /// <param name="done">Part done, 0 to 1; null when the end is not known.</param>
    /// <param name="detail">One line about where it stands.</param>
    public void Report(double? done, string? detail = null) =>
        Interlocked.Exchange(ref _told, new Told(done is { } part ? Math.Clamp(part, 0, 1) : null, detail));

    /// <summary>What was said last, once; null where nothing was said since.</summary>
    internal Told? Take() => Interlocked.Exchange(ref _told, null);

    internal sealed record Told(double? Done, string? Detail);
}
