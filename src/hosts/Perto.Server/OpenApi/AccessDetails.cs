using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Perto.Platform;

namespace Perto.Server;

/// <summary>Says of each operation which key it needs, and how it refuses one.</summary>
internal sealed class AccessDetails(AccessModules modules) : IOpenApiOperationTransformer, IOpenApiDocumentTransformer
{
    private const string Bearer = "key";
    private const string Header = "key_header";

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        EndpointScope needed = EndpointScope.Of(
            context.Description.RelativePath ?? "", context.Description.ActionDescriptor.EndpointMetadata, context.Description.HttpMethod ?? "GET", modules);
        if (needed.IsOpen)
        {
            operation.Security = [];
            return Task.CompletedTask;
        }

        List<string> scopes = needed.IsForAnyKey ? [] : [Scope(needed)];
        operation.Security =
        [
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, context.Document)] = scopes },
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Header, context.Document)] = scopes },
        ];
        operation.Responses ??= [];
        operation.Responses["401"] = Answer("key_missing, key_invalid, key_expired or key_revoked: no key that opens anything.", context);
        if (!needed.IsForAnyKey)
        {
            string others = operation.Responses.TryGetValue("403", out IOpenApiResponse? known) ? $"; {known.Description}" : "";
            operation.Responses["403"] = Answer($"`scope_missing`: The key lacks the scope {Scope(needed)}{others}", context);
        }
        operation.Responses["429"] = Answer("rate_limited, too_many_concurrent_requests or too_many_failed_attempts: Retry-After says when to try again.", context);
        return Task.CompletedTask;
    }

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            [Bearer] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = KeyText.Start + "...",
                Description = "An API key. A server that listens on loopback addresses alone needs none.",
            },
            [Header] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = GivenKey.Header,
                Description = "The same where Authorization is taken by something else.",
            },
        };
        return Task.CompletedTask;
    }

    private static string Scope(EndpointScope needed) => new ScopeGrant(needed.Scope == Platform.Scope.Operator ? null : needed.Module, needed.Scope).ToString();

    private static OpenApiResponse Answer(string description, OpenApiOperationTransformerContext context) => new()
    {
        Description = description,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [Problem.ContentType] = new() { Schema = new OpenApiSchemaReference(nameof(Problem), context.Document) },
        },
    };
}
