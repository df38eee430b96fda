namespace Perto.Platform;

/// <summary>What a replay put back into the queue.</summary>
/// <param name="Replayed">How many messages.</param>
public sealed record ReplayReport(int Replayed);
