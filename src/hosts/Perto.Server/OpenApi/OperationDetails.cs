using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Perto.Server;

/// <summary>What every operation has: an id, the problem it may answer with, and a key where it changes something.</summary>
internal sealed class OperationDetails : IOpenApiOperationTransformer
{
    private const string ProblemSchema = nameof(Problem);

    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        string method = context.Description.HttpMethod ?? "GET";
        operation.OperationId ??= OperationId(method, context.Description.RelativePath ?? "");
        await AddProblemAsync(operation, context, cancellationToken);
        if (method is not ("GET" or "HEAD"))
            AddIdempotencyKey(operation);
    }

    private static async Task AddProblemAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        OpenApiSchema schema = await context.GetOrCreateSchemaAsync(typeof(Problem), parameterDescription: null, cancellationToken);
        context.Document!.AddComponent(ProblemSchema, schema);
        operation.Responses ??= [];
        operation.Responses["default"] = new OpenApiResponse
        {
            Description = "What is wrong, and what would have been accepted.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [Problem.ContentType] = new() { Schema = new OpenApiSchemaReference(ProblemSchema, context.Document) },
            },
        };
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
