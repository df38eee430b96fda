using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Perto.Platform;

/// <summary>The HTTP API of the vector database, under <c>/v1/vectors</c>.</summary>
internal static class VectorEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        // A collection is not a person: the audit log says which one was changed.
        RouteGroupBuilder vectors = api.MapGroup("").WithMetadata(new PlainTarget("name"));
        CollectionEndpoints.Map(vectors);
        RecordEndpoints.Map(vectors.MapGroup("/collections/{name}"));
        SearchEndpoints.Map(vectors.MapGroup("/collections/{name}"));
    }
}
