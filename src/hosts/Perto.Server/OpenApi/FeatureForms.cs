using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Perto.Platform;

namespace Perto.Server;

/// <summary>Describes the values of features, whose JSON form their converter knows and nobody else.</summary>
internal sealed class FeatureForms : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        Type type = context.JsonTypeInfo.Type;
        if (type == typeof(FeatureValue))
        {
            // What was put in as the value of a dictionary comes here again.
            if (schema.OneOf is not { Count: > 0 })
                Describe(schema);
        }
        else if (type == typeof(IReadOnlyDictionary<string, FeatureValue>))
            schema.AdditionalProperties = new OpenApiSchema { OneOf = [new OpenApiSchema { Type = JsonSchemaType.Null }, Reference(context)] };
        return Task.CompletedTask;
    }

    private static OpenApiSchemaReference Reference(OpenApiSchemaTransformerContext context)
    {
        var schema = new OpenApiSchema();
        Describe(schema);
        context.Document!.AddComponent(nameof(FeatureValue), schema);
        return new OpenApiSchemaReference(nameof(FeatureValue), context.Document);
    }

    private static void Describe(OpenApiSchema schema)
    {
        schema.Description = "A value of a feature, or a field of an event: a number, true or false, a text, a list of texts (keywords) or of numbers (a vector), or an object of numbers (a map).";
        schema.OneOf =
        [
            new OpenApiSchema { Type = JsonSchemaType.Number },
            new OpenApiSchema { Type = JsonSchemaType.Boolean },
            new OpenApiSchema { Type = JsonSchemaType.String },
            ListOf(JsonSchemaType.String),
            ListOf(JsonSchemaType.Number),
            new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Number } },
        ];
    }

    private static OpenApiSchema ListOf(JsonSchemaType type) => new() { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = type } };
}
