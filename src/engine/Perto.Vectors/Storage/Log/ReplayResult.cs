namespace Perto.Vectors.Storage;

/// <summary>What a replay found.</summary>
/// <param name="Records">How many records were handed to the reader.</param>
/// <param name="FirstSequence">
/// Sequence that the first file starts with, 0 if no file says so: a checkpoint up to the one before it misses nothing.
/// </param>
/// <param name="LastSequence">Sequence of the last record; the one before <paramref name="FirstSequence"/>, or 0, if there is none.</param>
/// <param name="LastNumber">The highest number of a file; 0 if there is none. The next log takes a higher one.</param>
/// <param name="Bytes">Bytes of the files, without what was cut.</param>
/// <param name="TornTail">Whether the end of the last file was incomplete, as a crash leaves it, and was cut off.</param>
internal readonly record struct ReplayResult(
    long Records, long FirstSequence, long LastSequence, long LastNumber, long Bytes, bool TornTail);
