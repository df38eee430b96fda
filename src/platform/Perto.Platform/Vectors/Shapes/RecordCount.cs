namespace Perto.Platform;

/// <summary>How many records there are, or were.</summary>
/// <param name="Count">Their number.</param>
public sealed record RecordCount(long Count);
