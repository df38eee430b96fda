using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Perto.Server;

/// <summary>Describes files that come as multipart/form-data.</summary>
internal sealed class FileForms : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonTypeInfo.Type == typeof(IFormFileCollection))
        {
            schema.Type = JsonSchemaType.Object;
            schema.Items = null;
            schema.Description = "1 to 10 parts, each with its file name; the names of the parts do not matter.";
            schema.AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary", Description = "A file." };
        }

        return Task.CompletedTask;
    }
}
