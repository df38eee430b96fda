namespace Perto.Learning;

/// <summary>How to run a fit. Nothing here changes the fitted model.</summary>
public sealed record FitOptions
{
    /// <summary>Most threads at work; 0 for as many as there are processors.</summary>
    public int Threads { get; init; }

    /// <summary>Called after each step, on the thread that fits.</summary>
    public Action<FitProgress>? Progress { get; init; }

    /// <summary>Whether to report the loss, where the method has one. Computing it takes about as long as a tenth of a step.</summary>
    public bool Loss { get; init; }

    internal ParallelOptions Parallel(CancellationToken cancellationToken)
    {
        SettingOutOfRangeException.ThrowUnless(Threads is >= 0 and <= 1_024, nameof(Threads), Threads, "in 0..1024");
        return new ParallelOptions { MaxDegreeOfParallelism = Threads == 0 ? -1 : Threads, CancellationToken = cancellationToken };
    }
}
