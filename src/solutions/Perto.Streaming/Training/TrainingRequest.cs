namespace Perto.Streaming;

/// <summary>What to train.</summary>
/// <param name="Model"><c>collaborative</c> (what is trained when nothing is said) or <c>ranker</c>.</param>
public sealed record TrainingRequest(TrainedModel Model = TrainedModel.Collaborative);
