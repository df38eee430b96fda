namespace Perto.Learning;

/// <summary>How to resample.</summary>
public sealed record BootstrapSettings
{
    /// <summary>How often, 100..1000000.</summary>
    public int Resamples { get; init; } = 2_000;

    /// <summary>Of the interval, above 0 and below 1.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>How the interval is read off.</summary>
    public BootstrapInterval Interval { get; init; } = BootstrapInterval.BiasCorrected;

    /// <summary>The same seed gives the same answer on any number of threads.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Most threads at work; 0 for as many as there are processors.</summary>
    public int Threads { get; init; }

    internal void Validate()
    {
        SettingOutOfRangeException.ThrowUnless(Resamples is >= 100 and <= 1_000_000, nameof(Resamples), Resamples, "in 100..1000000");
        SettingOutOfRangeException.ThrowUnless(Confidence is > 0 and < 1, nameof(Confidence), Confidence, "above 0 and below 1");
        SettingOutOfRangeException.ThrowUnless(Threads is >= 0 and <= 1_024, nameof(Threads), Threads, "in 0..1024");
    }
}
