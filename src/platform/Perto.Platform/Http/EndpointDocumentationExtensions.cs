using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Perto.Platform;

/// <summary>Words of the API document.</summary>
public static class EndpointDocumentationExtensions
{
    /// <summary>Names the operation for generated clients and documents it; its tag is the name of its module.</summary>
    public static RouteHandlerBuilder Documented(this RouteHandlerBuilder endpoint, string name, string summary, string? description = null)
    {
        endpoint.WithName(name).WithSummary(summary);
        return description is null ? endpoint : endpoint.WithDescription(description);
    }
}
