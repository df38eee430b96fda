namespace Perto.Vectors;

/// <summary>What became of a write.</summary>
/// <param name="Records">How many records it wrote, changed or deleted.</param>
/// <param name="Sequence">What the journal called the last write, of this or another caller, that the answer rests on; 0 without one.</param>
internal readonly record struct Written(long Records, long Sequence);
