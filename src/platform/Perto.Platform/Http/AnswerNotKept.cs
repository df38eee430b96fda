namespace Perto.Platform;

/// <summary>
/// Metadata of an endpoint whose answers are never kept for an <c>Idempotency-Key</c>, because they may hold more about a person than may
/// lie about; the request does the same when it is sent again.
/// </summary>
public sealed class AnswerNotKept;
