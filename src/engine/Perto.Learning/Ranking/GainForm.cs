namespace Perto.Learning;

/// <summary>What a grade of relevance is worth.</summary>
public enum GainForm
{
    /// <summary>The grade itself (Järvelin and Kekäläinen 2002).</summary>
    Linear,

    /// <summary>2^grade - 1 (Burges et al. 2005): the best grades count for most.</summary>
    Exponential,
}
