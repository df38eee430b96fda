using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Perto.Platform;

namespace Perto.Server;

/// <summary>
/// Turns every failure, thrown or only said by a status, into <c>problem+json</c>. Details of an unforeseen error go to the
/// log and never to the caller; both carry the trace id.
/// </summary>
internal sealed class ProblemMiddleware(RequestDelegate next, ProblemWriter problems, ILogger<ProblemMiddleware> logger)
{
    /// <summary>The caller went away before the answer (nginx's status; only logs and metrics see it).</summary>
    public const int ClientClosedRequest = 499;

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (IsOfGoneCaller(exception, context))
        {
            // Whatever the work was doing when it was cut off: nobody waits for its answer.
            logger.CallerGone(RequestTelemetry.Method(context.Request.Method), RequestTelemetry.Route(context));
            if (!context.Response.HasStarted)
                context.Response.StatusCode = ClientClosedRequest;
            return;
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            Problem problem = ProblemMapping.From(exception, context);
            Log(exception, problem, context);
            RequestTime.Of(context)?.LetAnswer();
            context.Response.Clear();
            await problems.WriteAsync(context, problem);
            return;
        }

        if (SaysNothing(context.Response))
            await problems.WriteAsync(context, ProblemMapping.From(context.Response.StatusCode, context));
    }

    // A fault of ours is one even when the caller did not wait for it.
    private static bool IsOfGoneCaller(Exception exception, HttpContext context) =>
        exception is OperationCanceledException or IOException && RequestTime.CallerIsGone(context);

    private static bool SaysNothing(HttpResponse response) =>
        response is { HasStarted: false, StatusCode: >= 400 and not ClientClosedRequest, ContentType: null, ContentLength: null or 0 };

    private void Log(Exception exception, Problem problem, HttpContext context)
    {
        if (problem.Status >= StatusCodes.Status500InternalServerError && exception is not PertoException { Status: 503 } and not OperationCanceledException)
            logger.RequestFailed(exception, RequestTelemetry.Method(context.Request.Method), RequestTelemetry.Route(context), RequestTrace.IdOf(context));
        else
            logger.RequestRefused(RequestTelemetry.Method(context.Request.Method), RequestTelemetry.Route(context), problem.Status, problem.Code);
    }
}
