using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Perto.Platform;

namespace Perto.Server;

/// <summary>Says how each operation fails: the problems that all have by their nature, and those that it names itself.</summary>
internal sealed class OperationProblems : IOpenApiOperationTransformer
{
    private const string Schema = nameof(Problem);

    // By what an operation is. A problem of one operation alone stands at its endpoint (MayAnswerProblem).
    private static readonly string[] Always = ["internal_error", "host_not_allowed"];
    private static readonly string[] OfApi =
        ["invalid_value", "key_in_url", "not_acceptable", "starting", "overloaded", "time_limit", "storage_failed", "database_unavailable", "transaction_ended"];

    private static readonly string[] OfPaths = ["not_found"];
    private static readonly string[] OfBodies = ["invalid_json", "bad_request", "body_too_slow", "body_too_large", "unsupported_media_type"];
    private static readonly string[] OfChanges = ["cross_site_request", "idempotency_in_progress", "idempotency_answer_not_kept", "idempotency_key_reused", "outcome_unknown"];

    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        OpenApiSchema schema = await context.GetOrCreateSchemaAsync(typeof(Problem), parameterDescription: null, cancellationToken);
        OpenApiDocument document = context.Document!;
        document.AddComponent(Schema, schema);
        operation.Responses ??= [];
        operation.Responses["default"] = Answer("What is wrong, and what would have been accepted.", example: null, document);

        string[] own = [.. context.Description.ActionDescriptor.EndpointMetadata.OfType<PossibleProblems>().SelectMany(problems => problems.Codes)];
        foreach (IGrouping<int, ProblemKind> status in Common(operation, context).Concat(own).Select(Kind).GroupBy(kind => kind.Status))
        {
            string key = $"{status.Key}";
            if (operation.Responses.ContainsKey(key))
                continue;

            OpenApiResponse answer = Answer(Words(status), Example(status.First()), document);
            operation.Responses[key] = answer;
        }
    }

    private static IEnumerable<string> Common(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        bool api = context.Description.RelativePath?.StartsWith("v1/", StringComparison.Ordinal) == true
            || context.Description.ActionDescriptor.EndpointMetadata.OfType<ModuleEndpoint>().Any();
        bool named = operation.Parameters?.Any(parameter => parameter.In == ParameterLocation.Path) == true;
        bool changes = context.Description.HttpMethod is not ("GET" or "HEAD");
        return
        [
            .. Always,
            .. api ? OfApi : [],
            .. named ? OfPaths : [],
            .. operation.RequestBody is null ? [] : OfBodies,
            .. changes ? OfChanges : [],
        ];
    }

    private static ProblemKind Kind(string code) =>
        ProblemCatalogue.Find(code) ?? throw new InvalidOperationException($"The problem '{code}' is not in {nameof(ProblemCatalogue)}");

    private static string Words(IEnumerable<ProblemKind> kinds) => string.Join("; ", kinds.Select(kind => $"`{kind.Code}`: {kind.Title}"));

    private static Problem Example(ProblemKind kind) => new()
    {
        Title = kind.Title,
        Status = kind.Status,
        Code = kind.Code,
        Field = kind.Status == StatusCodes.Status400BadRequest ? "limit" : null,
        Given = kind.Status == StatusCodes.Status400BadRequest ? "5000" : null,
        Allowed = kind.Status == StatusCodes.Status400BadRequest ? "1..500" : null,
        TraceId = "0af7651916cd43dd8448eb211c80319c",
    };

    private static OpenApiResponse Answer(string description, Problem? example, OpenApiDocument document) => new()
    {
        Description = description,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [Problem.ContentType] = new()
            {
                Schema = new OpenApiSchemaReference(Schema, document),
                Example = example is null ? null : System.Text.Json.JsonSerializer.SerializeToNode(example, PertoJson.Options),
            },
        },
    };
}
