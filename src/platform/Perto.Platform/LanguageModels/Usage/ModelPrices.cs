using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Perto.Platform;

/// <summary>What each model costs: as the settings say of it, else as the vendor published, else as the settings say of its provider, else nothing where it runs on one's own machines, else unknown.</summary>
internal sealed class ModelPrices
{
    private static readonly string[] Own = ["builtin", "local", "ollama", "tei"];

    private readonly Dictionary<string, ModelPrice> _given = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="prices">The section of the prices.</param>
    /// <param name="providers">The names of all providers.</param>
    /// <exception cref="InvalidSettingException">A price is not a number of 0 or more, or is of a provider that is not there.</exception>
    public ModelPrices(IConfigurationSection prices, IReadOnlyCollection<string> providers)
    {
        foreach (IConfigurationSection provider in prices.GetChildren())
        {
            if (!providers.Contains(provider.Key, StringComparer.OrdinalIgnoreCase))
                throw LanguageProviders.Unknown(provider, providers);
        }
        Read(prices, name: "");
    }

    /// <summary>The price of a model; null where nobody knows.</summary>
    public ModelPrice? Of(ModelName model) =>
        _given.GetValueOrDefault(model.ToString())
        ?? KnownPrices.All.GetValueOrDefault(model.ToString())
        ?? _given.GetValueOrDefault(model.Provider)
        ?? (Own.Contains(model.Provider, StringComparer.Ordinal) ? ModelPrice.Free : null);

    // Colons part sections, and names of models have them.
    private void Read(IConfigurationSection section, string name)
    {
        ModelPrice price = new()
        {
            InputPerMillion = Amount(section, nameof(ModelPrice.InputPerMillion)),
            OutputPerMillion = Amount(section, nameof(ModelPrice.OutputPerMillion)),
            PerThousandSearches = Amount(section, nameof(ModelPrice.PerThousandSearches)),
        };
        if (price != new ModelPrice())
            _given[name] = price;
        foreach (IConfigurationSection child in section.GetChildren())
        {
            if (child.GetChildren().Any())
                Read(child, name.Length == 0 ? child.Key : $"{name}:{child.Key}");
            else if (child.Key is not (nameof(ModelPrice.InputPerMillion) or nameof(ModelPrice.OutputPerMillion) or nameof(ModelPrice.PerThousandSearches)))
                throw new InvalidSettingException(child.Path, $"'{child.Value}'", "InputPerMillion, OutputPerMillion and PerThousandSearches below provider:model");
        }
    }

    private static decimal? Amount(IConfigurationSection section, string name)
    {
        IConfigurationSection amount = section.GetSection(name);
        if (amount.Value is not { } given)
            return null;
        return decimal.TryParse(given, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value) && value <= 1_000_000
            ? value
            : throw new InvalidSettingException(amount.Path, $"'{given}'", "US dollars, 0..1000000, such as 0.02");
    }
}
