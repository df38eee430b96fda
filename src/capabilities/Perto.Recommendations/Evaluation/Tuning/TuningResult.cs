namespace Perto.Recommendations;

/// <summary>How a model's parameters were chosen.</summary>
/// <param name="Model">The model.</param>
/// <param name="Metric">What they are chosen by, such as <c>ndcg@20</c>.</param>
/// <param name="Protocol">What it was measured on: never the test part.</param>
/// <param name="Searched">Where each parameter was searched.</param>
/// <param name="Trials">All that was tried, the best first.</param>
public sealed record TuningResult(string Model, string Metric, string Protocol, IReadOnlyList<string> Searched, IReadOnlyList<TuningTrial> Trials)
{
    /// <summary>What won.</summary>
    public TuningTrial Best => Trials[0];
}
