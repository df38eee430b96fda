using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Perto.Platform;

/// <summary>Puts Perto together: <c>services.AddPerto(configuration).AddStreaming().UsePostgres()</c>.</summary>
public sealed class PertoBuilder
{
    internal PertoBuilder(IServiceCollection services, IConfigurationSection configuration)
    {
        Services = services;
        Configuration = configuration;
        SettingsBinding.Bind(configuration, Settings);
    }

    /// <summary>The host's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>The section <c>Perto:</c> of the host's configuration.</summary>
    public IConfiguration Configuration { get; }

    /// <summary>The platform's own settings, checked.</summary>
    public PertoSettings Settings { get; } = new();

    /// <summary>Adds a module; <paramref name="describe"/> is the one place where it says all that it brings.</summary>
    public PertoBuilder AddModule(string name, Action<ModuleBuilder> describe)
    {
        var module = new ModuleBuilder(name, this);
        describe(module);
        Services.AddSingleton(module.Build());
        return this;
    }

    /// <summary>Fills the settings of a provider, which no module brings, from its section and checks them.</summary>
    /// <param name="section">Below <c>Perto:</c>.</param>
    /// <param name="settings">With their defaults.</param>
    /// <exception cref="InvalidSettingException">A value has another type than the setting, or breaks its rule.</exception>
    public T ReadSettings<T>(string section, T settings)
        where T : class
    {
        SettingsBinding.Bind(Configuration.GetSection(section), settings);
        return settings;
    }

    /// <summary>
    /// A service outside the process, which <see cref="Dependencies"/> then calls with a time limit, retries and a breaker.
    /// <c>Perto:Dependencies:{name}</c> changes how.
    /// </summary>
    /// <param name="name">1 to 64 of a-z, 0-9 and <c>-</c>.</param>
    /// <param name="purpose">See <see cref="DependencyDefinition"/>.</param>
    /// <param name="settings">The defaults.</param>
    /// <exception cref="InvalidSettingException">A setting of it cannot be used.</exception>
    public PertoBuilder AddDependency(string name, string purpose, DependencySettings settings)
    {
        SettingsBinding.Bind(Configuration.GetSection($"{Dependencies.Section}:{name}"), settings);
        Services.AddSingleton(new DependencyDefinition(name, purpose, settings));
        return this;
    }
}
