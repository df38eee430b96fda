namespace Perto.Recommendations;

/// <summary>Splits a log by time, user by user: the first part of each user's time line to train on, the last to test on.</summary>
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
        if (!(share is > 0 and < 1))
            throw Platform.InvalidValueException.OutOfRange(nameof(share), share, 0, 1);

        List<LoggedInteraction>[] timelines = new List<LoggedInteraction>[log.Users.Count];
        foreach (LoggedInteraction logged in log.Interactions)
            (timelines[logged.User] ??= []).Add(logged);

        IdIndex items = new();
        InteractionLog train = new(log.Users, items);
        InteractionLog test = new(log.Users, items);
        List<LoggedInteraction> later = [];
        foreach (List<LoggedInteraction>? timeline in timelines)
        {
            if (timeline is null)
                continue;

            // OrderBy is stable: interactions at one time keep their order.
            LoggedInteraction[] ordered = [.. timeline.OrderBy(logged => logged.Timestamp)];
            int border = ordered.Length - (int)Math.Floor(ordered.Length * share);
            foreach (LoggedInteraction logged in ordered.AsSpan(0, border))
                train.Interactions.Add(logged with { Item = items.Add(log.Items[logged.Item]) });
            later.AddRange(ordered.AsSpan(border));
        }

        foreach (LoggedInteraction logged in later)
            test.Interactions.Add(logged with { Item = items.Add(log.Items[logged.Item]) });
        return (train, test);
    }
}
