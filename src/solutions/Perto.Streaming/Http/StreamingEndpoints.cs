using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Perto.Streaming;

/// <summary>The HTTP API of the streaming solution, under <c>/v1/streaming</c>.</summary>
internal static class StreamingEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        PeopleEndpoints.Map(api);
        TitleEndpoints.Map(api);
        EventEndpoints.Map(api);
        ImportEndpoints.Map(api);
        TrainingEndpoints.Map(api);
    }

    /// <summary>Names the operation for generated clients and documents it.</summary>
    public static RouteHandlerBuilder Documented(this RouteHandlerBuilder endpoint, string name, string summary, string? description = null)
    {
        endpoint.WithName(name).WithTags("streaming").WithSummary(summary);
        return description is null ? endpoint : endpoint.WithDescription(description);
    }
}
