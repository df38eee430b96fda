using Microsoft.AspNetCore.Http;
using Perto.Platform;

namespace Perto.Server;

/// <summary>An answer as it is kept to be given again.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Headers">The headers that belong to the answer and not to the exchange.</param>
/// <param name="Body">The body; null when it was too long to keep, holds a secret, or named a person who was erased since.</param>
internal sealed record StoredAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[]? Body)
{
    /// <summary>Longest body that is kept, in bytes.</summary>
    public const int LongestBody = 256 * 1024;

    private static readonly string[] Kept = ["Content-Type", "Location", "ETag", "Link"];

    /// <summary>
    /// Whether <paramref name="status"/> says the same whenever the request is sent: it was carried out, or it can never be.
    /// What depends on the present state (404, 409, 429, 5xx) is worth trying again.
    /// </summary>
    public static bool IsFinal(int status) => status is (>= 200 and < 300) or 400 or 410 or 413 or 415 or 422;

    /// <summary>The answer that <paramref name="response"/> is about to give.</summary>
    public static StoredAnswer Of(HttpResponse response, byte[] body)
    {
        bool secret = response.HttpContext.GetEndpoint()?.Metadata.GetMetadata<SecretAnswer>() is not null && response.StatusCode < 300;
        return new StoredAnswer(
            response.StatusCode,
            Kept.Where(response.Headers.ContainsKey).ToDictionary(name => name, name => response.Headers[name].ToString()),
            body.Length <= LongestBody && !secret ? body : null);
    }

    /// <summary>Gives the answer again.</summary>
    /// <exception cref="ConflictException">The body was not kept.</exception>
    public async Task ReplayAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        if (Body is null)
        {
            throw new ConflictException(
                "idempotency_answer_not_kept",
                $"The request with this {IdempotencyKey.Header} was carried out with status {Status}; its answer was not kept, because it was over {LongestBody} bytes, held a secret, or named a person who was erased since");
        }

        response.StatusCode = Status;
        foreach ((string name, string value) in Headers)
            response.Headers[name] = value;
        response.Headers[IdempotencyKey.ReplayedHeader] = "true";
        response.ContentLength = Body.Length;
        await response.Body.WriteAsync(Body, cancellationToken);
    }
}
