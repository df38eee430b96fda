using System.ComponentModel.DataAnnotations;

namespace Perto.Platform;

/// <summary>Settings under <c>Perto:Reranking:Gate</c>: how feedback switches a re-ranker off that harms.</summary>
public sealed class RerankGateSettings
{
    /// <summary>Whether it does at all.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// Share of re-ranked answers that keep the order of retrieval, so that feedback can tell which order is better; a quarter of it once the re-ranker is
    /// known to help, and none where no feedback came within <see cref="FeedbackDays"/>.
    /// </summary>
    [Range(.02, .5)]
    public double Exploration { get; set; } = .2;

    /// <summary>The chance that a re-ranker which does not harm is ever switched off within <see cref="Epoch"/> feedbacks that tell its order from the other.</summary>
    [Range(.0001, .2)]
    public double ErrorRate { get; set; } = .01;

    /// <summary>
    /// Feedbacks after which the test begins anew, so that what was good long ago does not hide what is bad now. A second test, for what harms a little,
    /// runs ten times as long. Feedback that speaks for neither order does not count.
    /// </summary>
    [Range(100, 1_000_000)]
    public int Epoch { get; set; } = 1_000;

    /// <summary>How long a re-ranker that harms stays off before it is tried again; twice as long each time, up to ninety days.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "90.00:00:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan Pause { get; set; } = TimeSpan.FromDays(7);

    /// <summary>For how many days feedback of an answer is taken, and its scope counts as one that gives some.</summary>
    [Range(1, 365)]
    public int FeedbackDays { get; set; } = 7;
}
