using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Perto.Platform;

/// <summary>The HTTP API of the vector database, under <c>/v1/vectors</c>.</summary>
internal static class VectorEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        CollectionEndpoints.Map(api);
        RecordEndpoints.Map(api.MapGroup("/collections/{name}"));
        SearchEndpoints.Map(api.MapGroup("/collections/{name}"));
    }

    /// <summary>Names the operation for generated clients and documents it.</summary>
    public static RouteHandlerBuilder Documented(this RouteHandlerBuilder endpoint, string name, string summary, string? description = null)
    {
        endpoint.WithName(name).WithTags("vectors").WithSummary(summary);
        return description is null ? endpoint : endpoint.WithDescription(description);
    }
}
