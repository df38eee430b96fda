namespace Perto.Learning;

/// <summary>How <see cref="OffPolicy"/> estimates the value of a policy; w is the judged policy's probability of a choice by its propensity.</summary>
public enum OffPolicyEstimator
{
    /// <summary>Mean of w * reward (inverse propensity scoring; Horvitz and Thompson 1952): right on average, restless where w is large.</summary>
    Ips,

    /// <summary>Sum of w * reward by sum of w (self-normalised; Swaminathan and Joachims 2015): a little bias for far less restlessness.</summary>
    Snips,

    /// <summary>Mean of the rewards that a model expects of the judged policy (direct method): as right as the model.</summary>
    DirectMethod,

    /// <summary>
    /// The direct method corrected by the weighted errors of the model (Dudik, Langford and Li 2011, equation 4): right on average where the
    /// propensities or the model are.
    /// </summary>
    DoublyRobust,

    /// <summary>The same with the weights normalised by their sum.</summary>
    SelfNormalizedDoublyRobust,

    /// <summary>
    /// Doubly robust where w is at most <see cref="OffPolicySettings.SwitchAt"/>, the model alone where it is more (Wang, Agarwal and Dudik 2017).
    /// </summary>
    SwitchDoublyRobust,
}
