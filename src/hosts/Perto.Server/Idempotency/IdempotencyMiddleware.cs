using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Perto.Platform;

namespace Perto.Server;

/// <summary>
/// Carries out a request with an <c>Idempotency-Key</c> once: sent again, it gets the answer of the first time. The answer is
/// held back until it is kept, so no caller has seen an answer that a second try would not repeat.
/// </summary>
internal sealed class IdempotencyMiddleware(
    RequestDelegate next, IdempotencyStore store, TimeProvider clock, ILogger<IdempotencyMiddleware> logger)
{
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(1);

    public Task InvokeAsync(HttpContext context) =>
        context.GetEndpoint() is { } endpoint && endpoint.Metadata.GetMetadata<AnswerNotKept>() is null && context.Request.IsApi() && IdempotencyKey.Of(context.Request) is { } key
            ? InvokeAsync(context, key)
            : next(context);

    private async Task InvokeAsync(HttpContext context, string key)
    {
        RequestFingerprint request = await RequestFingerprint.OfAsync(context.Request, context.RequestAborted);
        switch (await store.ClaimAsync(context.Tenant(), key, request, context.RequestAborted))
        {
            case ClaimOutcome.Held held:
                await CarryOutAsync(context, held.Claim);
                break;
            case ClaimOutcome.Answered answered:
                await answered.Answer.ReplayAsync(context.Response, context.RequestAborted);
                break;
            case ClaimOutcome.Reused reused:
                throw new RequestRefusedException(
                    "idempotency_key_reused", StatusCodes.Status422UnprocessableEntity,
                    $"This {IdempotencyKey.Header} belongs to another request ({reused.Endpoint}); every request needs a key of its own");
            case ClaimOutcome.InProgress:
                throw new RequestRefusedException(
                    "idempotency_in_progress", StatusCodes.Status409Conflict,
                    $"The request with this {IdempotencyKey.Header} is being carried out; ask again in a moment")
                { RetryAfter = TryAgain };
        }
    }

    private async Task CarryOutAsync(HttpContext context, IdempotencyClaim claim)
    {
        byte[] body;
        try
        {
            await using var keeper = new ClaimKeeper(store, claim, clock, logger);
            body = await CaptureAsync(context);
        }
        catch
        {
            await store.ReleaseAsync(claim, CancellationToken.None);
            throw;
        }

        // The work is done even if the caller is gone by now: what became of it is kept in any case.
        if (StoredAnswer.IsFinal(context.Response.StatusCode))
            await store.CompleteAsync(claim, StoredAnswer.Of(context.Response, body), CancellationToken.None);
        else
            await store.ReleaseAsync(claim, CancellationToken.None);

        if (body.Length > 0)
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private async Task<byte[]> CaptureAsync(HttpContext context)
    {
        IHttpResponseBodyFeature outside = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using var body = new MemoryStream();
        var inside = new StreamResponseBodyFeature(body, outside);
        context.Features.Set<IHttpResponseBodyFeature>(inside);
        try
        {
            await next(context);
            await inside.CompleteAsync();
        }
        finally
        {
            context.Features.Set(outside);
            inside.Dispose();
        }

        return body.ToArray();
    }
}
