namespace Perto.Recommendations;

/// <summary>Builds the parts of a split: they share indexes, and the items of the first part have the lowest numbers.</summary>
internal sealed class LogParts(InteractionLog log)
{
    private readonly IdIndex _items = new();

    /// <summary>A part with these interactions. Ask for the one to train on first.</summary>
    public InteractionLog Part(IEnumerable<LoggedInteraction> interactions)
    {
        InteractionLog part = new(log.Users, _items);
        foreach (LoggedInteraction logged in interactions)
            part.Interactions.Add(logged with { Item = _items.Add(log.Items[logged.Item]) });
        return part;
    }

    /// <summary>Each user's interactions by time; those at one time in the order of the file. Users without any are left out.</summary>
    public static IEnumerable<LoggedInteraction[]> Timelines(InteractionLog log) =>
        log.Interactions.GroupBy(logged => logged.User).OrderBy(user => user.Key).Select(user => user.OrderBy(logged => logged.Timestamp).ToArray());
}
