namespace Perto.Vectors.Storage;

/// <summary>Takes a record of the log as it is replayed; the payload is good until it returns.</summary>
internal delegate void LogReader(long sequence, ReadOnlySpan<byte> payload);
