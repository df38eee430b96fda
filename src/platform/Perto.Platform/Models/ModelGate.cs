namespace Perto.Platform;

/// <summary>What a version must show before it goes live.</summary>
/// <param name="Metric">The metric that decides, higher is better: <c>ndcg@10</c>.</param>
/// <param name="AllowedDrop">How far below the live version's value it may be, in the metric's own unit; 0 or greater.</param>
public sealed record ModelGate(string Metric, double AllowedDrop = 0) : IModelGate
{
    /// <inheritdoc/>
    /// <remarks>Without a live version, or one without the metric, there is nothing to fall behind.</remarks>
    public string? Refusal(ModelVersion candidate, ModelVersion? live)
    {
        if (!candidate.Metrics.TryGetValue(Metric, out double value) || double.IsNaN(value))
            return $"{candidate} has no {Metric}, which decides";
        if (live is null || !live.Metrics.TryGetValue(Metric, out double toBeat) || value >= toBeat - AllowedDrop)
            return null;
        return $"{Metric} of {candidate} is {value:0.####}; the live {live} has {toBeat:0.####}, and a drop of {AllowedDrop:0.####} is allowed";
    }
}
