using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Perto.Platform;

namespace Perto.Server;

/// <summary>Serves the API document.</summary>
internal static class ApiDocumentEndpoint
{
    public static void MapApiDocument(this IEndpointRouteBuilder app) => app.MapGet("/openapi/v1.json", GetAsync).ExcludeFromDescription().OpenToAll();

    private static async Task<ContentHttpResult> GetAsync(ApiDocument document, CancellationToken cancellationToken) =>
        TypedResults.Text(await document.TextAsync(cancellationToken), "application/json");
}
