using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Perto.Recommendations;

/// <summary>What recommenders count: requests and sources left out.</summary>
public sealed class RecommendationMetrics
{
    /// <summary>Name of the meter and of the activity source.</summary>
    public const string Name = "Perto.Recommendations";

    /// <summary>Counter of recommendation requests.</summary>
    public const string Requests = "perto_recommendations_total";

    private readonly Counter<long> _requests;
    private readonly Counter<long> _degraded;

    /// <summary>Creates the instruments.</summary>
    public RecommendationMetrics(IMeterFactory meters)
    {
        Meter meter = meters.Create(Name);
        _requests = meter.CreateCounter<long>(Requests, description: "Recommendation requests answered.");
        _degraded = meter.CreateCounter<long>(
            "perto_recommendation_sources_left_out_total",
            description: "Candidate sources that were late or failed, by source and reason.");
    }

    internal static ActivitySource Activities { get; } = new(Name);

    internal void Answered() => _requests.Add(1);

    internal void LeftOut(Degradation degradation) =>
        _degraded.Add(1, new("source", degradation.Source), new("reason", degradation.Reason));
}
