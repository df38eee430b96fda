using Perto.Learning;
using Perto.Platform;

namespace Perto.Streaming;

/// <summary>How the pipeline is measured on a past that is known.</summary>
public sealed record BacktestSettings
{
    private const double LeastBefore = 0.05;

    /// <summary>Share of all that happened, by time, that comes before the test, 0.1 to 0.95.</summary>
    public double TestFrom { get; init; } = 0.8;

    /// <summary>Moments before that, at which models are fitted to make the pages that the ranker learns from; 1 to 20.</summary>
    public int Windows { get; init; } = 4;

    /// <summary>Share of all that happened from one of them to the next, and from the last one to the test; 0.01 to 0.3.</summary>
    public double Window { get; init; } = 0.1;

    /// <summary>Titles that a person must have watched within a window for a page of it; 2 to 1,000.</summary>
    public int MinWatched { get; init; } = 10;

    /// <summary>Pages of a person within a window to learn from, evenly over what they watched. The test has one, in the middle. 1 to 20.</summary>
    public int PagesOfAPerson { get; init; } = 3;

    /// <summary>Models that are measured alone and score the candidates for the ranker, by their kinds; the factors are always among them.</summary>
    public IReadOnlyList<string> Models { get; init; } = [Popularity.ModelKind, ItemKnn.ModelKind, Ease.ModelKind, ImplicitAls.ModelKind, NeuralCf.ModelKind];

    /// <summary>Length of the lists that are measured, 1 to 100.</summary>
    public int K { get; init; } = 10;

    /// <summary>Refuses values that are out of their range.</summary>
    /// <exception cref="InvalidValueException">A value is out of its range, or there is nothing before the first window.</exception>
    public void Check()
    {
        foreach ((string field, double value, double low, double high) in ((string, double, double, double)[])
            [("test_from", TestFrom, 0.1, 0.95), ("windows", Windows, 1, 20), ("window", Window, 0.01, 0.3), ("min_watched", MinWatched, 2, 1_000), ("pages", PagesOfAPerson, 1, 20), ("k", K, 1, 100)])
        {
            if (!(value >= low && value <= high))
                throw InvalidValueException.OutOfRange(field, value, low, high);
        }
        if (TestFrom - (Windows * Window) < LeastBefore)
        {
            throw new InvalidValueException(
                "windows",
                Windows,
                "windows x window below test_from",
                FormattableString.Invariant($"{Windows} windows of {Window} before {TestFrom} leave less than {LeastBefore} for the first models: give fewer or smaller ones"));
        }
    }
}
