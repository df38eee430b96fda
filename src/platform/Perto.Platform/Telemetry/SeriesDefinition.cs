namespace Perto.Platform;

/// <summary>A time series for the console's overview.</summary>
/// <param name="Name">As the overview names it: <c>requests</c>, <c>request_p99</c>.</param>
/// <param name="Instrument">The counter, or the histogram in seconds, that it is taken from: <c>perto.http.requests</c>.</param>
/// <param name="Statistic">What is kept of it.</param>
public sealed record SeriesDefinition(string Name, string Instrument, SeriesStatistic Statistic)
{
    /// <summary>What its values are in.</summary>
    public SeriesUnit Unit => Statistic == SeriesStatistic.Rate ? SeriesUnit.PerSecond : SeriesUnit.Milliseconds;
}
