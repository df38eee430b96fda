using System.ComponentModel.DataAnnotations;

namespace Perto.Platform;

/// <summary>Settings under <c>Perto:LanguageModels:Limits:{provider}</c>: how much a server may ask of a provider.</summary>
public sealed class RateSettings
{
    /// <summary>Most requests in a minute, by each server; null: any number.</summary>
    [Range(1, 10_000_000)]
    public int? RequestsPerMinute { get; set; }

    /// <summary>Most tokens in a minute, by each server; null: any number. Before a request they are estimated, afterwards corrected by what the provider says.</summary>
    [Range(1, long.MaxValue)]
    public long? TokensPerMinute { get; set; }

    /// <summary>Longest wait of a request for its turn; beyond it the request is refused.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan Wait { get; set; } = TimeSpan.FromSeconds(30);
}
