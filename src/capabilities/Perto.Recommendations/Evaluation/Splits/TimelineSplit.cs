using Perto.Platform;

namespace Perto.Recommendations;

/// <summary>Splits a log by time: the first part to train on, the last to test on.</summary>
public static class TimelineSplit
{
    /// <summary>
    /// Puts the last <paramref name="share"/> of each user's interactions, rounded down, into the test part. Interactions of
    /// one user at the same time keep the order of the file, so that the split is the same everywhere; where such a group
    /// lies across the border, it is cut.
    /// </summary>
    /// <param name="log">Interactions with timestamps.</param>
    /// <param name="share">The part to test on, above 0 and below 1.</param>
    /// <returns>
    /// Two logs with the users' numbers of <paramref name="log"/> and items numbered anew, those of the first part first.
    /// </returns>
    public static (InteractionLog Train, InteractionLog Test) Last(InteractionLog log, double share)
    {
        RequireShare(share, nameof(share));
        List<LoggedInteraction> earlier = [], later = [];
        foreach (LoggedInteraction[] timeline in LogParts.Timelines(log))
        {
            int border = timeline.Length - Part(timeline.Length, share);
            earlier.AddRange(timeline.AsSpan(0, border));
            later.AddRange(timeline.AsSpan(border));
        }

        LogParts parts = new(log);
        return (parts.Part(earlier), parts.Part(later));
    }

    /// <summary>
    /// Puts all that happened at or after one moment into the test part: the latest <paramref name="share"/> of all interactions, where those
    /// at the moment of the border stay together on its far side. What a service sees: nothing of anybody's future is known.
    /// </summary>
    /// <param name="log">Interactions with timestamps.</param>
    /// <param name="share">The part to test on, above 0 and below 1.</param>
    /// <exception cref="InvalidValueException">The interactions have all one time.</exception>
    public static (InteractionLog Train, InteractionLog Test) Global(InteractionLog log, double share)
    {
        RequireShare(share, nameof(share));
        LoggedInteraction[] ordered = [.. log.Interactions.OrderBy(logged => logged.Timestamp)];
        int border = ordered.Length - Part(ordered.Length, share);
        while (border > 0 && border < ordered.Length && ordered[border - 1].Timestamp == ordered[border].Timestamp)
            border--;
        if (border == 0 || border == ordered.Length)
            throw new InvalidValueException("share", share, "one that leaves something on both sides", FormattableString.Invariant($"the latest {share} of {ordered.Length} interactions leave nothing on one side"));
        LogParts parts = new(log);
        return (parts.Part(ordered[..border]), parts.Part(ordered[border..]));
    }

    /// <summary>Puts the last interaction of each user who has at least two into the test part.</summary>
    /// <param name="log">Interactions with timestamps; where all are equal, the last in the file.</param>
    public static (InteractionLog Train, InteractionLog Test) LeaveLastOut(InteractionLog log)
    {
        List<LoggedInteraction> earlier = [], last = [];
        foreach (LoggedInteraction[] timeline in LogParts.Timelines(log))
        {
            int border = timeline.Length < 2 ? timeline.Length : timeline.Length - 1;
            earlier.AddRange(timeline.AsSpan(0, border));
            last.AddRange(timeline.AsSpan(border));
        }

        LogParts parts = new(log);
        return (parts.Part(earlier), parts.Part(last));
    }

    // As decimals, because 1 - .8 is a little less than .2 in binary, and a fifth of five would be none.
    private static int Part(int count, double share) => (int)Math.Floor(count * (decimal)share);

    internal static void RequireShare(double share, string name)
    {
        if (!(share is > 0 and < 1))
            throw new InvalidValueException(name, share, "above 0 and below 1", FormattableString.Invariant($"{name} must be above 0 and below 1; got {share}"));
    }
}
