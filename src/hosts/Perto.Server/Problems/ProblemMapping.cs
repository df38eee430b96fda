using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.WebUtilities;
using Perto.Platform;
using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Server;

/// <summary>Which problem an exception or a bare status is.</summary>
internal static class ProblemMapping
{
    /// <summary>The problem of an exception. An exception that nobody foresaw says nothing of itself.</summary>
    public static Problem From(Exception exception, HttpContext context) => exception switch
    {
        InvalidValueException invalid => Create(invalid) with
        {
            Field = invalid.Field,
            Given = Shorten(invalid.Given),
            Allowed = invalid.Allowed,
        },
        VectorStoreException invalid => new Problem
        {
            Title = invalid.Message,
            Status = StatusCodes.Status400BadRequest,
            Code = "invalid_value",
            Field = invalid.Field,
            Given = Shorten(invalid.Given),
            Allowed = invalid.Allowed,
        },
        CapabilityMissingException missing => new Problem
        {
            Title = missing.Message,
            Status = StatusCodes.Status501NotImplemented,
            Code = "not_supported",
            Field = missing.Field,
            Given = missing.Missing.ToString(),
        },
        NotFoundException missing => Create(missing) with { Field = missing.Kind, Given = Shorten(missing.Id) },
        StorageException failed => new Problem
        {
            Title = $"The vector store cannot be used: {failed.Problem}; {failed.Remedy}",
            Status = StatusCodes.Status503ServiceUnavailable,
            Code = "storage_failed",
            RetryAfter = TimeSpan.FromSeconds(5),
        },
        RequestRefusedException refused => Create(refused) with { Challenge = refused.Challenge },
        ScopeMissingException missing => Create(missing) with { Field = "scopes", Given = missing.Given, Allowed = missing.Needed },
        PertoException known => Create(known),
        BadHttpRequestException { InnerException: JsonException json } => JsonRule.Problem(json, context),
        BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest } bad => BindingRule.Problem(bad),
        BadHttpRequestException bad => From(bad.StatusCode, context),
        CommitUnknownException unknown => new Problem
        {
            Title = $"{unknown.Message}; look before you send it again",
            Status = StatusCodes.Status503ServiceUnavailable,
            Code = "outcome_unknown",
            RetryAfter = TimeSpan.FromSeconds(1),
        },
        OperationCanceledException when RequestTime.Of(context) is { HasExpired: true } time => new Problem
        {
            Title = $"The request took longer than {time.Limit.TotalSeconds:0} seconds and was ended; ask for less at once",
            Status = StatusCodes.Status503ServiceUnavailable,
            Code = "time_limit",
        },
        DbException away when away.IsTransient || away.SqlState?.StartsWith("57P", StringComparison.Ordinal) == true => new Problem
        {
            Title = "The database does not answer; try again in a moment",
            Status = StatusCodes.Status503ServiceUnavailable,
            Code = "database_unavailable",
            RetryAfter = TimeSpan.FromSeconds(1),
        },
        _ => new Problem
        {
            Title = "Something went wrong inside the server; the log has the details under this trace id",
            Status = StatusCodes.Status500InternalServerError,
            Code = "internal_error",
        },
    };

    /// <summary>The problem of a status that came without a body.</summary>
    public static Problem From(int status, HttpContext context) => status switch
    {
        StatusCodes.Status404NotFound => new Problem
        {
            Title = $"There is nothing at {context.Request.Path}; /openapi/v1.json lists what there is",
            Status = status,
            Code = "unknown_route",
        },
        StatusCodes.Status405MethodNotAllowed => new Problem
        {
            Title = $"{context.Request.Path} does not take {context.Request.Method}",
            Status = status,
            Code = "method_not_allowed",
            Given = context.Request.Method,
            Allowed = context.Response.Headers.Allow.ToString() is { Length: > 0 } allowed ? allowed : null,
        },
        StatusCodes.Status408RequestTimeout => new Problem
        {
            Title = "The body came too slowly and was not waited for; send it again over a better connection, or in parts",
            Status = status,
            Code = "body_too_slow",
        },
        StatusCodes.Status413PayloadTooLarge => new Problem
        {
            Title = BodyLimit(context) is { } bytes
                ? $"The body may have {bytes} bytes; send it in parts, or raise Perto:Server:MaxBodyBytes"
                : "The body is larger than this server takes; send it in parts, or raise Perto:Server:MaxBodyBytes",
            Status = status,
            Code = "body_too_large",
            Given = context.Request.ContentLength,
        },
        StatusCodes.Status415UnsupportedMediaType => new Problem
        {
            Title = $"The body must be {BodyTypes(context)}; got '{context.Request.ContentType ?? "no Content-Type"}'",
            Status = status,
            Code = "unsupported_media_type",
            Field = "Content-Type",
            Given = Shorten(context.Request.ContentType),
            Allowed = BodyTypes(context),
        },
        _ => new Problem
        {
            Title = ReasonPhrases.GetReasonPhrase(status) is { Length: > 0 } reason ? reason : $"The server answers {status}",
            Status = status,
            Code = "http_error",
        },
    };

    private static long? BodyLimit(HttpContext context) => context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize;

    // Routing has put its own endpoint in the place of the one that takes JSON, which is what nearly all take.
    private static string BodyTypes(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>() is { ContentTypes: { Count: > 0 } types } ? string.Join(" or ", types) : "application/json";

    private static Problem Create(PertoException exception) => new()
    {
        Title = exception.Message,
        Status = exception.Status,
        Code = exception.Code,
        RetryAfter = exception.RetryAfter,
    };

    // A value is given back as it came if it is one; of anything larger only the beginning.
    private static object? Shorten(object? given) => given switch
    {
        // JSON has no infinity.
        double number when !double.IsFinite(number) => number.ToString(CultureInfo.InvariantCulture),
        float number when !float.IsFinite(number) => number.ToString(CultureInfo.InvariantCulture),
        null or bool or int or long or float or double or decimal => given,
        _ => Beginning(given.ToString() ?? ""),
    };

    /// <summary>The beginning of a text that is given back to the caller.</summary>
    public static string Beginning(string text) =>
        text.Length > Problem.LongestGiven ? string.Concat(text.AsSpan(0, Problem.LongestGiven), "...") : text;
}
