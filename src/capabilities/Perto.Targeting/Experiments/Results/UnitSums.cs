namespace Perto.Targeting;

/// <summary>The sums of a unit's outcomes from before its exposure and from then on.</summary>
/// <param name="Unit">Its id.</param>
/// <param name="Arm">Number of its arm.</param>
internal sealed record UnitSums(string Unit, int Arm)
{
    private readonly Dictionary<string, (double Before, double After)> _sums = new(StringComparer.Ordinal);

    public double Before(string metric) => _sums.GetValueOrDefault(metric).Before;

    public double After(string metric) => _sums.GetValueOrDefault(metric).After;

    public void Set(string metric, double before, double after) => _sums[metric] = (before, after);
}
