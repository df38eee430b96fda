using System.ComponentModel.DataAnnotations;
using Perto.Learning;

namespace Perto.Streaming;

/// <summary>How the rows of a page are ordered; section <c>Perto:Streaming:Rows</c>.</summary>
public sealed class RowOrderSettings
{
    /// <summary>Who decides.</summary>
    public RowOrderPolicy Order { get; set; } = RowOrderPolicy.Thompson;

    /// <summary>Pages that must have been learned from before the order of the plan is left.</summary>
    [Range(1, 1_000_000_000)]
    public int FromPages { get; set; } = 1_000;

    /// <summary>Standard deviations that uncertainty is worth.</summary>
    [Range(0.0, 10.0)]
    public double Exploration { get; set; } = 0.5;

    /// <summary>Share of the choices that are made evenly among all rows: no order has a probability of 0.</summary>
    [Range(0.001, 1.0)]
    public double UniformShare { get; set; } = 0.05;

    /// <summary>
    /// How fast rows are seen less from place to place, where the client does not say what was seen: row n is seen with probability n to the minus this.
    /// </summary>
    [Range(0.0, 3.0)]
    public double PositionDecay { get; set; } = 0.5;

    /// <summary>Minutes after which what people did with a page is taken for all that they will do.</summary>
    [Range(1, 10_080)]
    public int WaitMinutes { get; set; } = 60;

    internal BanditSettings ToBandit(RowOrderPolicy order) => new()
    {
        Policy = order switch
        {
            RowOrderPolicy.UpperBound => BanditPolicy.UpperBound,
            RowOrderPolicy.Greedy => BanditPolicy.Greedy,
            _ => BanditPolicy.Thompson,
        },
        Exploration = Exploration,
        UniformShare = UniformShare,
    };
}
