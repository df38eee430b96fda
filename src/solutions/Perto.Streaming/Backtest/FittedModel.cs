using Perto.Learning;
using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>A model that was fitted, and how long it took.</summary>
/// <param name="Plan">How it was fitted.</param>
/// <param name="Model">The model.</param>
/// <param name="Seconds">Time to fit.</param>
internal sealed record FittedModel(ModelPlan Plan, IRecommenderModel Model, double Seconds);
