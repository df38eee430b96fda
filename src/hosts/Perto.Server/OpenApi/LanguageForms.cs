using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Perto.Platform;

namespace Perto.Server;

/// <summary>Describes texts and vectors of the language endpoints, whose JSON forms their converters know and nobody else.</summary>
internal sealed class LanguageForms : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonTypeInfo.Type == typeof(TextInput))
            Describe(schema, "A text, or a list of texts.", JsonSchemaType.String);
        else if (context.JsonTypeInfo.Type == typeof(VectorOutput))
            Describe(schema, "A vector: a list of numbers, or base64 of float32 values, little-endian.", JsonSchemaType.Number);
        return Task.CompletedTask;
    }

    private static void Describe(OpenApiSchema schema, string description, JsonSchemaType items)
    {
        schema.Description = description;
        schema.OneOf =
        [
            new OpenApiSchema { Type = JsonSchemaType.String },
            new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = items } },
        ];
    }
}
