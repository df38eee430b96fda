namespace Perto.Learning;

/// <summary>An arm that was chosen.</summary>
/// <param name="Arm">Which, from 0.</param>
/// <param name="Propensity">The probability with which it was chosen, of all that could have been, above 0: what another policy can be judged by afterwards.</param>
public readonly record struct BanditChoice(int Arm, double Propensity);
