namespace Perto.Streaming;

/// <summary>What a person did with a title, as it is shown.</summary>
/// <param name="Title">The title.</param>
/// <param name="Rating">0.5..5, if rated.</param>
/// <param name="Progress">Watched fraction 0..1, if viewed.</param>
/// <param name="At">When, latest.</param>
public sealed record HistoryItem(TitleSummary Title, double? Rating, double? Progress, DateTimeOffset At);
