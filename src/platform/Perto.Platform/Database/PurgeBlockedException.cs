namespace Perto.Platform;

/// <summary>Deleted rows cannot be cleaned out of the database's files while somebody reads an older state of it.</summary>
public sealed class PurgeBlockedException(string what)
    : PertoException("purge_blocked", 503, $"What was deleted cannot be cleaned out of the database's files yet: {what}");
