using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Perto.Vectors;

namespace Perto.Server;

/// <summary>Describes the values of the vector database, whose JSON forms their converters know and nobody else.</summary>
internal sealed class VectorForms : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        Type type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type == typeof(VectorValue))
        {
            // What was put in as the value of a dictionary comes here again.
            if (schema.OneOf is not { Count: > 0 })
                DescribeVector(schema);
        }
        else if (type == typeof(PayloadValue))
            DescribePayload(schema);
        else if (type == typeof(Filter))
            DescribeFilter(schema);
        else if (type == typeof(IReadOnlyDictionary<string, VectorValue>))
            schema.AdditionalProperties = Reference(nameof(VectorValue), DescribeVector, context);
        else if (type == typeof(IReadOnlyDictionary<string, VectorValue?>))
            schema.AdditionalProperties = new OpenApiSchema { OneOf = [new OpenApiSchema { Type = JsonSchemaType.Null }, Reference(nameof(VectorValue), DescribeVector, context)] };
        else if (type == typeof(IReadOnlyDictionary<string, PayloadValue>))
            schema.AdditionalProperties = Reference(nameof(PayloadValue), DescribePayload, context);
        return Task.CompletedTask;
    }

    // The values of a dictionary that may be null are left out of the document otherwise.
    private static OpenApiSchemaReference Reference(string name, Action<OpenApiSchema> describe, OpenApiSchemaTransformerContext context)
    {
        var schema = new OpenApiSchema();
        describe(schema);
        context.Document!.AddComponent(name, schema);
        return new OpenApiSchemaReference(name, context.Document);
    }

    private static void DescribeVector(OpenApiSchema schema)
    {
        schema.Description = "A vector: a list of numbers (dense), base64 of the bytes of bits, or the dimensions and values of a sparse vector.";
        schema.OneOf =
        [
            ListOf(JsonSchemaType.Number),
            new OpenApiSchema { Type = JsonSchemaType.String },
            new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Required = new HashSet<string> { "dimensions", "values" },
                Properties = new Dictionary<string, IOpenApiSchema>
                {
                    ["dimensions"] = ListOf(JsonSchemaType.Integer),
                    ["values"] = ListOf(JsonSchemaType.Number),
                },
            },
        ];
    }

    private static void DescribePayload(OpenApiSchema schema)
    {
        schema.Description = "A payload value: a string (an ISO 8601 string for a moment), a list of strings, a number, true, false, a place, or null for none.";
        schema.OneOf =
        [
            new OpenApiSchema { Type = JsonSchemaType.String },
            ListOf(JsonSchemaType.String),
            new OpenApiSchema { Type = JsonSchemaType.Number },
            new OpenApiSchema { Type = JsonSchemaType.Boolean },
            new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Required = new HashSet<string> { "lat", "lon" },
                Properties = new Dictionary<string, IOpenApiSchema>
                {
                    ["lat"] = new OpenApiSchema { Type = JsonSchemaType.Number },
                    ["lon"] = new OpenApiSchema { Type = JsonSchemaType.Number },
                },
            },
            new OpenApiSchema { Type = JsonSchemaType.Null },
        ];
    }

    private static void DescribeFilter(OpenApiSchema schema)
    {
        schema.Type = JsonSchemaType.Object;
        schema.Description =
            """A filter in the style of MongoDB: {"genre": "drama", "year": {"$gte": 1990}, "$or": [...]}. Operators: $eq $ne $gt $gte $lt $lte $in $nin $all $exists $not $near $within $words; {} matches everything.""";
        schema.AdditionalProperties = new OpenApiSchema();
    }

    private static OpenApiSchema ListOf(JsonSchemaType type) => new() { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = type } };
}
