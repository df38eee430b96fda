namespace Perto.Platform;

/// <summary>Thrown by an outbox handler that knows that trying again cannot help: the message becomes a dead letter at once.</summary>
public sealed class PermanentFailureException(string message, Exception? inner = null) : PertoException("permanent_failure", 500, message, inner);
