namespace Perto.Platform;

/// <summary>A place where the audit log is not as it was written.</summary>
/// <param name="Sequence">The entry.</param>
/// <param name="Problem">What is wrong with it.</param>
public sealed record AuditFault(long Sequence, string Problem);
