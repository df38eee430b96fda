using System.Reflection;
using Microsoft.AspNetCore.Routing;

namespace Perto.Platform;

/// <summary>A module as it was registered.</summary>
/// <param name="Name">Also the prefix of its tables and of its paths: <c>streaming</c>.</param>
/// <param name="Schema">The assembly that embeds its migrations; null when it has no tables.</param>
/// <param name="Endpoints">Maps its endpoints, relative to <c>/v1/{Name}</c>; null when it has none.</param>
/// <param name="Telemetry">Names of its meters and activity sources.</param>
/// <param name="PersonalData">Its tables with personal data.</param>
public sealed record PertoModule(
    string Name,
    Assembly? Schema,
    Action<IEndpointRouteBuilder>? Endpoints,
    IReadOnlyList<string> Telemetry,
    IReadOnlyList<PersonalDataTable> PersonalData)
{
    /// <summary>Maps its endpoints at addresses of other products; null when it has none.</summary>
    public Action<IEndpointRouteBuilder>? RootEndpoints { get; init; }
}
