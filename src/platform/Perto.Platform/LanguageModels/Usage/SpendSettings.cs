using System.ComponentModel.DataAnnotations;

namespace Perto.Platform;

/// <summary>
/// Settings under <c>Perto:LanguageModels:Spend</c>: how much models may cost, in US dollars. Days and months are those of UTC. What several servers spend at
/// once is known to each of them some seconds later, so that a limit may be passed by what they spend in that time.
/// </summary>
public sealed class SpendSettings
{
    /// <summary>Most in a day, over all tenants; null: any amount.</summary>
    [Range(0.0, 1e9)]
    public decimal? PerDay { get; set; }

    /// <summary>Most in a month, over all tenants; null: any amount.</summary>
    [Range(0.0, 1e9)]
    public decimal? PerMonth { get; set; }

    /// <summary>Most in a day for each tenant; null: any amount.</summary>
    [Range(0.0, 1e9)]
    public decimal? TenantPerDay { get; set; }

    /// <summary>Most in a month for each tenant; null: any amount.</summary>
    [Range(0.0, 1e9)]
    public decimal? TenantPerMonth { get; set; }

    /// <summary>Whether there is any limit.</summary>
    internal bool Any => PerDay is not null || PerMonth is not null || TenantPerDay is not null || TenantPerMonth is not null;
}
