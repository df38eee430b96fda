using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;

namespace Perto.Platform;

/// <summary>The rates of all providers, from <c>Perto:LanguageModels:Limits:{provider}</c>.</summary>
internal sealed class ModelRates
{
    private readonly ConcurrentDictionary<string, ModelRate> _rates = new(StringComparer.Ordinal);
    private readonly IReadOnlyDictionary<string, RateSettings> _limits;
    private readonly TimeProvider _clock;

    /// <param name="limits">By provider.</param>
    /// <param name="clock">By which turns come.</param>
    public ModelRates(IReadOnlyDictionary<string, RateSettings> limits, TimeProvider clock)
    {
        _limits = limits;
        _clock = clock;
    }

    /// <summary>Reads the limits from their section.</summary>
    /// <param name="section">The section.</param>
    /// <param name="providers">The names of the providers whose requests can be limited.</param>
    /// <exception cref="InvalidSettingException">A limit cannot be used, or is of a provider that is not there.</exception>
    public static IReadOnlyDictionary<string, RateSettings> Read(IConfigurationSection section, IReadOnlyCollection<string> providers)
    {
        Dictionary<string, RateSettings> limits = new(StringComparer.OrdinalIgnoreCase);
        foreach (IConfigurationSection provider in section.GetChildren())
        {
            if (!providers.Contains(provider.Key, StringComparer.OrdinalIgnoreCase))
                throw LanguageProviders.Unknown(provider, providers);
            RateSettings settings = new();
            SettingsBinding.Bind(provider, settings);
            limits[provider.Key] = settings;
        }
        return limits;
    }

    /// <summary>The rate of a provider; without limits where the settings have none.</summary>
    public ModelRate this[string provider] => _rates.GetOrAdd(provider, name => new ModelRate(name, _limits.GetValueOrDefault(name) ?? new RateSettings(), _clock));
}
