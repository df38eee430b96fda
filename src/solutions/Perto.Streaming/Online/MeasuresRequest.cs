using Perto.Platform;

namespace Perto.Streaming;

/// <summary>Whose and which time's online measures are asked for.</summary>
public sealed record MeasuresRequest
{
    /// <summary>The longest time.</summary>
    public const int MaxDays = 366;

    /// <summary>From when; 30 days before <see cref="To"/> if left out.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Until when, not included; now if left out.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Only people of an experiment's latest started version; all if left out.</summary>
    public string? Experiment { get; init; }

    /// <summary>Of the experiment, only people of this arm.</summary>
    public string? Arm { get; init; }

    /// <summary>Of the experiment, the arm that lift is over.</summary>
    public string? Baseline { get; init; }

    internal (DateTimeOffset From, DateTimeOffset To) Time(DateTimeOffset now)
    {
        DateTimeOffset to = To ?? now;
        DateTimeOffset from = From ?? (to.UtcTicks < TimeSpan.FromDays(32).Ticks ? DateTimeOffset.MinValue : to.AddDays(-30));
        if (from >= to || to - from > TimeSpan.FromDays(MaxDays))
            throw new InvalidValueException("from", From, $"before to, and at most {MaxDays} days", $"from must be before to ({to:O}), and at most {MaxDays} days; got {from:O}");
        if (Experiment is null && (Arm ?? Baseline) is { } alone)
            throw new InvalidValueException(Arm is null ? "baseline" : "arm", alone, "with experiment", $"{(Arm is null ? "baseline" : "arm")} belongs to an experiment: give experiment too");
        if (Baseline is not null && Arm is null)
            throw new InvalidValueException("baseline", Baseline, "with arm", "baseline needs arm: lift is of one arm over another");
        return (from, to);
    }
}
