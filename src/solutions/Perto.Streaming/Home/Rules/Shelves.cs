using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;

namespace Perto.Streaming;

/// <summary>Keeps the shelves of the situations that people are in, for each catalogue snapshot.</summary>
public sealed class Shelves(IOptions<StreamingSettings> settings)
{
    // Of 100,000 titles some 100 kB each. Situations come with requests: whoever invents them gets shelves that are soon forgotten.
    private const int KeptOfACatalogue = 64;

    private readonly ConditionalWeakTable<Catalogue, ConcurrentDictionary<Situation, Lazy<Shelf>>> _shelves = [];

    /// <summary>The rules of the settings.</summary>
    internal IReadOnlyList<HouseRule> Rules { get; } = HouseRule.Of(settings.Value.Rules);

    /// <summary>The titles that may be shown in a situation.</summary>
    public Shelf For(HomeContext context)
    {
        ConcurrentDictionary<Situation, Lazy<Shelf>> kept = _shelves.GetValue(context.Catalogue, _ => new());
        var situation = new Situation(
            context.Country?.ToUpperInvariant(),
            context.Tier?.ToUpperInvariant(),
            context.Profile?.Maturity,
            Rules.Any(rule => rule.Drops && rule.AsksForDevice) ? context.Request.Device : null,
            // Rules about the age of titles change their mind at midnight.
            Rules.Any(rule => rule.Drops) ? DateOnly.FromDateTime(context.At.UtcDateTime) : default);
        if (!kept.ContainsKey(situation) && kept.Count >= KeptOfACatalogue)
            kept.Clear();
        return kept.GetOrAdd(situation, _ => new Lazy<Shelf>(() => new Shelf(context, Rules))).Value;
    }

    private sealed record Situation(string? Country, string? Tier, int? Maturity, DeviceKind? Device, DateOnly Day);
}
