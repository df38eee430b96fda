using Microsoft.AspNetCore.Builder;
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
}
