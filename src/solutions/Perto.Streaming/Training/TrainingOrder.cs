namespace Perto.Streaming;

/// <summary>What the outbox is told of a training.</summary>
/// <param name="Id">The run.</param>
/// <param name="Model">What to train.</param>
internal sealed record TrainingOrder(string Id, TrainedModel Model = TrainedModel.Collaborative);
