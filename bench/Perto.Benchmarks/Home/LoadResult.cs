namespace Perto.Benchmarks.Home;

/// <summary>What a load met.</summary>
/// <param name="PerSecond">Requests answered a second.</param>
/// <param name="P50">Median latency in milliseconds, from the moment at which a request should have begun.</param>
/// <param name="P99">99th percentile; null when it fell on a failure.</param>
/// <param name="Failed">Requests that were not answered with success.</param>
internal sealed record LoadResult(double PerSecond, double? P50, double? P99, int Failed);
