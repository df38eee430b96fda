namespace Perto.Learning;

/// <summary>Chunks that one thread works on. Parts depend on the data and the settings alone, and are summed in order: so is the result.</summary>
/// <param name="Number">Its number within the epoch, which says what random numbers it draws.</param>
/// <param name="FirstChunk">Its first chunk.</param>
/// <param name="ChunkCount">How many it has.</param>
/// <param name="FirstSample">Where its samples begin within the batch.</param>
/// <param name="SampleCount">How many it has.</param>
internal readonly record struct TrainingPart(int Number, int FirstChunk, int ChunkCount, int FirstSample, int SampleCount);
