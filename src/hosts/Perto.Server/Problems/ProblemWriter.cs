using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Perto.Server;

/// <summary>Writes a problem as the answer.</summary>
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
        await response.WriteAsJsonAsync(problem with { Title = Cut(problem.Title), TraceId = traceId }, _json, Problem.ContentType, context.RequestAborted);
    }

    // Titles repeat what was given, which may be anything.
    private static string Cut(string title) => title.Length > LongestTitle ? string.Concat(title.AsSpan(0, LongestTitle), "...") : title;
}
