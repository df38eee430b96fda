namespace Perto.Learning;

/// <summary>How a prior of rates was come by.</summary>
public enum PriorOrigin
{
    /// <summary>It is the most likely one.</summary>
    MaximumLikelihood,

    /// <summary>
    /// The rates differ no more than chance makes them, so that the most likely prior is a single point: all units have the pooled rate, with the weight of all
    /// trials together.
    /// </summary>
    NoSpread,

    /// <summary>Nothing happened in any unit, or always in all: the pooled rate with half an event added, with the weight of a mean unit.</summary>
    NoEvents,
}
