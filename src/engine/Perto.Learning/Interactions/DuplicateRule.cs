namespace Perto.Learning;

/// <summary>What several interactions of one user with one item become.</summary>
public enum DuplicateRule
{
    /// <summary>One interaction with the largest of the weights: that it happened counts, not how often.</summary>
    Maximum,

    /// <summary>One interaction with the sum of the weights: how often counts.</summary>
    Sum,
}
