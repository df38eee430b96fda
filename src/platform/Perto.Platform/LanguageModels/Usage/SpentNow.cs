namespace Perto.Platform;

/// <summary>What was spent as far as this server knows: the database at one moment, and its own calls since. Not safe for use by several threads.</summary>
/// <param name="day">The day (UTC) that it is about.</param>
/// <param name="read">By tenant.</param>
/// <param name="at">The time stamp of the moment.</param>
internal sealed class SpentNow(DateOnly day, IReadOnlyDictionary<string, Spent> read, long at)
{
    private readonly Dictionary<string, Spent> _tenants = new(read, StringComparer.Ordinal);

    public DateOnly Day => day;

    public long At => at;

    /// <summary>Of all tenants.</summary>
    public Spent All { get; private set; } = new(read.Values.Sum(spent => spent.Day), read.Values.Sum(spent => spent.Month));

    /// <summary>Of one.</summary>
    public Spent Of(string tenant) => _tenants.GetValueOrDefault(tenant);

    /// <summary>Adds a call; one of another month is not part of it.</summary>
    public void Add(string tenant, DateOnly on, decimal microUsd)
    {
        if (on.Year != day.Year || on.Month != day.Month)
            return;
        Spent spent = on == day ? new Spent(microUsd, microUsd) : new Spent(0, microUsd);
        All = new Spent(All.Day + spent.Day, All.Month + spent.Month);
        Spent before = Of(tenant);
        _tenants[tenant] = new Spent(before.Day + spent.Day, before.Month + spent.Month);
    }
}
