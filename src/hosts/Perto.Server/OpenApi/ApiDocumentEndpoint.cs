using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;

namespace Perto.Server;

/// <summary>Serves the API document.</summary>
internal static class ApiDocumentEndpoint
{
    public static void MapApiDocument(this IEndpointRouteBuilder app)
    {
        ApiDocument document = app.ServiceProvider.GetRequiredService<ApiDocument>();
        CachedText? made = null;
        app.MapGet("/openapi/v1.json", async (HttpContext context) =>
        {
            made ??= new CachedText("application/json", await document.TextAsync(context.RequestAborted));
            await made.SendAsync(context);
        }).ExcludeFromDescription().OpenToAll();
    }
}
