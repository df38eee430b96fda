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
}
