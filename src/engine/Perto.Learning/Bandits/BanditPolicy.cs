namespace Perto.Learning;

/// <summary>How a <see cref="LinearBandit"/> weighs what it knows against what it could learn.</summary>
public enum BanditPolicy
{
    /// <summary>
    /// The arm with the highest of mean + <see cref="BanditSettings.Exploration"/> * standard deviation (LinUCB with disjoint arms: Li, Chu, Langford and
    /// Schapire 2010, algorithm 1).
    /// </summary>
    UpperBound,

    /// <summary>
    /// An arm as often as it is the best one by what is known: each draws a score from Normal(mean, (<see cref="BanditSettings.Exploration"/> * standard
    /// deviation)²), and the highest is taken (Thompson 1933; linear payoffs: Agrawal and Goyal 2013).
    /// </summary>
    Thompson,

    /// <summary>The arm with the highest mean.</summary>
    Greedy,
}
