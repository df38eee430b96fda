using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;

namespace Perto.Testing;

/// <summary>Dependencies as a host has them.</summary>
public static class TestDependency
{
    /// <summary>Makes one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="settings">How it is called.</param>
    /// <param name="clock">By which it waits; the machine's, if it is left out.</param>
    public static Dependency Make(string name, DependencySettings settings, TimeProvider? clock = null)
    {
        ServiceCollection services = new();
        if (clock is not null)
            services.AddSingleton(clock);
        services.AddPerto(new ConfigurationBuilder().Build()).AddDependency(name, "Stands for a service in tests.", settings);
        return services.BuildServiceProvider().GetRequiredService<Dependencies>()[name];
    }
}
