namespace Perto.Platform;

/// <summary>The schema cannot be brought to where this program needs it; nothing was changed.</summary>
public sealed class MigrationException(string message, Exception? inner = null) : PertoException("migration_failed", 500, message, inner);
