using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Perto.Platform;

namespace Perto.Server;

/// <summary>Describes the documents of a re-ranking, whose JSON form their converter knows and nobody else.</summary>
internal sealed class RerankForms : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        Type type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type == typeof(RerankDocument) && schema.OneOf is not { Count: > 0 })
        {
            schema.Description = "A document to judge: a text, or an object with a field text. It is answered as an object.";
            schema.OneOf =
            [
                new OpenApiSchema { Type = JsonSchemaType.String },
                new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
                    {
                        ["text"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The text, at most 100,000 characters." },
                    },
                },
            ];
        }
        return Task.CompletedTask;
    }
}
