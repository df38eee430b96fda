namespace Perto.Platform;

/// <summary>A provider that settings set up: what <c>GET /v1/language-models</c> says of it. Those that need no settings need not be one.</summary>
public interface IConfiguredProvider
{
    /// <summary>Its name, as <see cref="ModelName.Provider"/>.</summary>
    string Name { get; }

    /// <summary>The names of the <see cref="Dependency"/>s that it calls.</summary>
    IReadOnlyList<string> Dependencies { get; }

    /// <summary>The setting without which it cannot be used; null where nothing is missing.</summary>
    string? MissingSetting { get; }

    /// <summary>The models of the settings.</summary>
    IReadOnlyList<ConfiguredModel> Models { get; }
}
