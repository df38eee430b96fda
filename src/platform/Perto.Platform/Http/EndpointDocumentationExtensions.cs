using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Perto.Platform;

/// <summary>Words and examples of the API document.</summary>
public static class EndpointDocumentationExtensions
{
    /// <summary>Names the operation for generated clients and documents it; its tag is the name of its module.</summary>
    public static RouteHandlerBuilder Documented(this RouteHandlerBuilder endpoint, string name, string summary, string? description = null)
    {
        endpoint.WithName(name).WithSummary(summary);
        return description is null ? endpoint : endpoint.WithDescription(description);
    }

    /// <summary>Shows one request and its answer. A test sends the request to a running server and holds both against the document.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="target">Path and query, with values for all parameters worth showing: <c>/v1/streaming/users/17/home?device=tv</c>.</param>
    /// <param name="request">The JSON body; null when there is none.</param>
    /// <param name="answer">The answer as JSON; null when it has no body.</param>
    /// <param name="status">The answer's status.</param>
    public static RouteHandlerBuilder WithExample(
        this RouteHandlerBuilder endpoint,
        string target,
        [StringSyntax(StringSyntaxAttribute.Json)] string? request = null,
        [StringSyntax(StringSyntaxAttribute.Json)] string? answer = null,
        int status = StatusCodes.Status200OK) =>
        endpoint.WithExample(new OperationExample { Target = target, Request = request, Status = status, Answer = answer });

    /// <summary>Shows one request whose body is not JSON, and its answer.</summary>
    public static RouteHandlerBuilder WithExample(this RouteHandlerBuilder endpoint, OperationExample example) => endpoint.WithMetadata(example);

    /// <summary>Says which problems only this endpoint may answer with, beside those that every endpoint has.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="codes">Codes such as <c>collection_schema</c>.</param>
    public static RouteHandlerBuilder MayAnswerProblem(this RouteHandlerBuilder endpoint, params string[] codes) =>
        endpoint.WithMetadata(new PossibleProblems(codes));
}
