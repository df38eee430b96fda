namespace Perto.Targeting;

/// <summary>How much a logged choice says of a policy.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Slate">Its context or page.</param>
/// <param name="Action">What was chosen.</param>
/// <param name="Weight">The policy's probability of it by that with which it was chosen.</param>
/// <param name="Reward">What came of it.</param>
public sealed record LoggedWeight(string Place, string Slate, string Action, double Weight, double Reward);
