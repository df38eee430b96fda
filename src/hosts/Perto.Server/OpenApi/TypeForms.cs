using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Perto.Server;

/// <summary>Describes types that the XML comments do not: files of a multipart/form-data, enums that only stand where they may be left out, and JSON of any form.</summary>
internal sealed class TypeForms : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        Type type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type.IsEnum)
            schema.Description ??= type.GetCustomAttribute<DescriptionAttribute>()?.Description;
        if (type == typeof(JsonElement))
            schema.Description ??= "Any JSON.";
        if (type == typeof(IFormFileCollection))
        {
            schema.Type = JsonSchemaType.Object;
            schema.Items = null;
            schema.Description = "1 to 10 parts, each with its file name; the names of the parts do not matter.";
            schema.AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary", Description = "A file." };
        }

        return Task.CompletedTask;
    }
}
