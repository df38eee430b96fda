using Perto.Learning;

namespace Perto.Streaming;

/// <summary>
/// What an order of the titles that were seen would have earned if a place did nothing but be noticed: a model, and no experiment. Where titles stood by their scores,
/// chance said nothing, so this is as right as its assumption.
/// </summary>
/// <param name="Assumption">In words.</param>
/// <param name="Pages">Pages that count.</param>
/// <param name="Value">Engagement of a page in the order of the ranking.</param>
/// <param name="Served">Engagement of a page as it was served.</param>
/// <param name="Difference">95 % interval of the difference, by the bootstrap over people.</param>
public sealed record ClickModelValue(string Assumption, int Pages, double Value, double Served, Interval Difference);
