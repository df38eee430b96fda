namespace Perto.Targeting;

/// <summary>What became of outcomes.</summary>
/// <param name="Accepted">How many came.</param>
/// <param name="New">How many of them were not there before.</param>
public sealed record OutcomeReceipt(int Accepted, int New);
