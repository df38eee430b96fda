using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.OpenApi;
using Perto.Platform;

namespace Perto.Server;

/// <summary>Puts the example that stands at an endpoint into its parameters, its body and its answer.</summary>
internal sealed class OperationExamples : IOpenApiOperationTransformer
{
    /// <summary>Extension of an operation: the example's path with query, for those who show or send it.</summary>
    public const string TargetExtension = "x-example-target";

    /// <summary>Extension of an operation: the media type of the example's body with its parameters.</summary>
    public const string TypeExtension = "x-example-content-type";

    /// <summary>Extension of an operation: the status that the example is answered with.</summary>
    public const string StatusExtension = "x-example-status";

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        OperationExample? example = context.Description.ActionDescriptor.EndpointMetadata.OfType<OperationExample>().FirstOrDefault();
        if (example is null)
            return Task.CompletedTask;

        operation.Extensions ??= new Dictionary<string, IOpenApiExtension>(StringComparer.Ordinal);
        operation.Extensions[TargetExtension] = new JsonNodeExtension(JsonValue.Create(example.Target));
        operation.Extensions[StatusExtension] = new JsonNodeExtension(JsonValue.Create(example.Status));
        AddParameters(operation, context.Description, example.Target);
        if (example.Request is { } request)
        {
            operation.Extensions[TypeExtension] = new JsonNodeExtension(JsonValue.Create(example.RequestType));
            foreach (OpenApiMediaType body in operation.RequestBody?.Content?.Values ?? [])
                body.Example = example.RequestType == "application/json" ? JsonNode.Parse(request) : JsonValue.Create(request);
        }

        if (example.Answer is { } answer && operation.Responses?.GetValueOrDefault($"{example.Status}") is OpenApiResponse { Content: { } content })
        {
            foreach (OpenApiMediaType body in content.Values)
                body.Example = JsonNode.Parse(answer);
        }

        return Task.CompletedTask;
    }

    private static void AddParameters(OpenApiOperation operation, ApiDescription description, string target)
    {
        string[] parts = target.Split('?', 2);
        Dictionary<string, StringValues> query = QueryHelpers.ParseQuery(parts.ElementAtOrDefault(1));
        string[] template = (description.RelativePath ?? "").TrimEnd('/').Split('/');
        string[] path = parts[0].TrimStart('/').Split('/');
        if (template.Length != path.Length)
            throw new InvalidOperationException($"The example {target} is no address of {description.RelativePath}");

        foreach (OpenApiParameter parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            string? value = parameter.In switch
            {
                ParameterLocation.Path => Uri.UnescapeDataString(path[Array.IndexOf(template, $"{{{parameter.Name}}}")]),
                ParameterLocation.Query => query.GetValueOrDefault(parameter.Name!).ToString() is { Length: > 0 } given ? given : null,
                _ => null,
            };
            if (value is not null)
                parameter.Example = AsJson(value, parameter.Schema?.Type ?? JsonSchemaType.String);
        }
    }

    private static JsonNode? AsJson(string value, JsonSchemaType type) =>
        (type & (JsonSchemaType.Integer | JsonSchemaType.Number | JsonSchemaType.Boolean)) != default ? JsonNode.Parse(value) : JsonValue.Create(value);
}
