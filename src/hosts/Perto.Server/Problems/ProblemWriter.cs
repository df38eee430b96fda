using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Perto.Platform;

namespace Perto.Server;

/// <summary>Writes a problem as the answer; an endpoint in another product's language adds what that product's clients read.</summary>
internal sealed class ProblemWriter(IOptions<JsonOptions> json)
{
    private readonly JsonSerializerOptions _json = json.Value.SerializerOptions;

    private const int LongestTitle = 1_000;

    /// <summary>Answers with <paramref name="problem"/>; the response must not have begun.</summary>
    public async Task WriteAsync(HttpContext context, Problem problem)
    {
        string traceId = RequestTrace.IdOf(context);
        HttpResponse response = context.Response;
        response.StatusCode = problem.Status;
        if (problem.RetryAfter is { } wait)
            response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString();
        if (problem.Challenge is { } challenge)
            response.Headers.WWWAuthenticate = challenge;
        context.Items[typeof(Problem)] = problem;
        Problem written = problem with { Title = Cut(problem.Title), TraceId = traceId };
        object body = context.GetEndpoint()?.Metadata.GetMetadata<WireFormat>() is { } format ? InWords(written, format) : written;
        await response.WriteAsJsonAsync(body, body.GetType(), _json, Problem.ContentType, context.RequestAborted);
    }

    private JsonObject InWords(Problem problem, WireFormat format)
    {
        JsonObject fields = JsonSerializer.SerializeToNode(problem, _json)!.AsObject();
        foreach ((string name, object value) in format.ErrorFields(problem.Title, problem.Code))
            fields[name] = JsonSerializer.SerializeToNode(value, _json);
        return fields;
    }

    // Titles repeat what was given, which may be anything.
    private static string Cut(string title) => title.Length > LongestTitle ? string.Concat(title.AsSpan(0, LongestTitle), "...") : title;
}
