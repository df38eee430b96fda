namespace Perto.Streaming;

/// <summary>What the outbox is told of a training.</summary>
/// <param name="Id">The run.</param>
internal sealed record TrainingOrder(string Id);
