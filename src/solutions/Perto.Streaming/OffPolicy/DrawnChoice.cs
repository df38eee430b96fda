namespace Perto.Streaming;

/// <summary>A choice that chance made on a served page.</summary>
/// <param name="Page">The page's id.</param>
/// <param name="User">Whose page.</param>
/// <param name="Options">What could have been chosen.</param>
/// <param name="Chosen">Which was, from 0.</param>
/// <param name="Propensity">How likely that was.</param>
/// <param name="Reward">What came of it.</param>
/// <param name="Policies">By the name of a policy, how likely it would choose each option.</param>
internal sealed record DrawnChoice(
    string Page, string User, IReadOnlyList<DrawnOption> Options, int Chosen, double Propensity, double Reward, IReadOnlyDictionary<string, double[]> Policies);
