using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Perto.Platform;

/// <summary>Entry point of the composition.</summary>
public static class PertoServiceCollectionExtensions
{
    /// <summary>
    /// Adds the platform with the embedded defaults: SQLite and the embedded vector store under <c>./perto-data</c>.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">The host's configuration; Perto reads its section <c>Perto:</c>.</param>
    public static PertoBuilder AddPerto(this IServiceCollection services, IConfiguration configuration) =>
        new(services, configuration.GetSection("Perto"));
}
