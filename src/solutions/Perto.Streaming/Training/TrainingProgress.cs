namespace Perto.Streaming;

/// <summary>How far a training has come.</summary>
/// <param name="Step"><c>read</c>, <c>evaluate</c>, <c>train</c>, <c>index</c>.</param>
/// <param name="Done">0..1 of the step.</param>
/// <param name="Detail">What it does, for people.</param>
public sealed record TrainingProgress(string Step, double Done, string Detail);
