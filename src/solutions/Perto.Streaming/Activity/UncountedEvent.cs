namespace Perto.Streaming;

/// <summary>Something that people did, as it waits to be counted.</summary>
/// <param name="Id">What tells it from all others.</param>
/// <param name="Type">An event of <see cref="ActivityViews"/>.</param>
/// <param name="At">From when on it counts, in Unix microseconds.</param>
/// <param name="User">Who.</param>
/// <param name="Title">Which title.</param>
/// <param name="Fields">What the event carries beside that.</param>
internal sealed record UncountedEvent(string Id, string Type, long At, string User, string Title, UncountedFields Fields)
{
    /// <summary>An impression or a click, at the moment at which it happened.</summary>
    public static UncountedEvent Of(Exposure exposure) => new(
        exposure.Id,
        exposure.IsClick ? ActivityViews.ClickEvent : ActivityViews.ImpressionEvent,
        exposure.At,
        exposure.User,
        exposure.Title,
        new UncountedFields());
}
