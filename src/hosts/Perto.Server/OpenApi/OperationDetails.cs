using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Perto.Platform;

namespace Perto.Server;

/// <summary>What every operation has: an id, the choices of its parameters, and a key where it changes something.</summary>
internal sealed class OperationDetails : IOpenApiOperationTransformer
{
    /// <summary>Extension of an operation: the product whose language it speaks.</summary>
    public const string WireFormatExtension = "x-wire-format";

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        string method = context.Description.HttpMethod ?? "GET";
        operation.OperationId ??= OperationId(method, context.Description.RelativePath ?? "");
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<WireFormat>().LastOrDefault() is { } format)
        {
            operation.Extensions ??= new Dictionary<string, IOpenApiExtension>(StringComparer.Ordinal);
            operation.Extensions[WireFormatExtension] = new JsonNodeExtension(JsonValue.Create(format.Product));
        }

        foreach (OpenApiParameter parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
            AddChoices(parameter, context.Description);
        if (method is not ("GET" or "HEAD"))
            AddIdempotencyKey(operation);
        return Task.CompletedTask;
    }

    private static void AddChoices(OpenApiParameter parameter, ApiDescription description)
    {
        ParameterInfo? info = description.ParameterDescriptions
            .Where(candidate => candidate.Name == parameter.Name)
            .Select(candidate => (candidate.ParameterDescriptor as IParameterInfoParameterDescriptor)?.ParameterInfo)
            .FirstOrDefault();
        if (info?.GetCustomAttribute<AllowedValuesAttribute>() is { } allowed && parameter.Schema is OpenApiSchema schema)
            schema.Enum = [.. allowed.Values.OfType<string>().Select(value => (JsonNode)JsonValue.Create(value))];
    }

    private static void AddIdempotencyKey(OpenApiOperation operation)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = IdempotencyKey.Header,
            In = ParameterLocation.Header,
            Description = "Sent again with the same key within 24 hours, the request gets the answer of the first time and is not carried out twice.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = IdempotencyKey.MaxLength },
        });
    }

    /// <summary><c>GET v1/streaming/users/{id}/home</c> becomes <c>getStreamingUsersByIdHome</c>.</summary>
    private static string OperationId(string method, string path)
    {
        var id = new StringBuilder(method.ToLowerInvariant());
        foreach (string segment in path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(segment => segment != "v1"))
        {
            if (segment.StartsWith('{'))
                id.Append("By");
            foreach (string word in segment.Split(['{', '}', '_', '-', '.', ':'], StringSplitOptions.RemoveEmptyEntries))
                id.Append(char.ToUpper(word[0], CultureInfo.InvariantCulture)).Append(word.AsSpan(1));
        }

        return id.ToString();
    }
}
