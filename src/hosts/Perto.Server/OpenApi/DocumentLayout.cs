using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Perto.Server;

/// <summary>Heads the document and puts it in order, so that it does not depend on the order of registration.</summary>
internal sealed class DocumentLayout : IOpenApiDocumentTransformer
{
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Perto",
            Version = ProductVersion.Text,
            Description = "Personalization and memory: events in; recommendations, decisions and memories out, each with its reasons.",
            License = new OpenApiLicense { Name = "Apache-2.0", Identifier = "Apache-2.0" },
        };
        document.Servers = [new OpenApiServer { Url = "/", Description = "The server that this document comes from." }];

        var paths = new OpenApiPaths();
        foreach ((string path, IOpenApiPathItem item) in document.Paths.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            paths.Add(path, item);
        document.Paths = paths;

        if (document.Components?.Schemas is { } schemas)
        {
            document.Components.Schemas = schemas
                .OrderBy(entry => entry.Key, StringComparer.Ordinal)
                .ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal);
        }

        document.Tags = document.Tags?
            .OrderBy(tag => tag.Name, StringComparer.Ordinal)
            .Select(tag => new OpenApiTag { Name = tag.Name, Description = TagWords.Of(tag.Name ?? "") })
            .ToHashSet();
        return Task.CompletedTask;
    }
}
