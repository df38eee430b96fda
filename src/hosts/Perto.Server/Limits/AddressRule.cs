using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Perto.Server;

/// <summary>Refuses addresses that are too long. The listener takes twice as much, so that the caller gets a reason and not only a status.</summary>
internal sealed class AddressRule(RequestDelegate next)
{
    /// <summary>Longest path with query, in characters as they are sent.</summary>
    public const int MaxLength = 8_000;

    public Task InvokeAsync(HttpContext context) =>
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Length <= MaxLength
            ? next(context)
            : throw new RequestRefusedException(
                "url_too_long", StatusCodes.Status414UriTooLong, $"Path and query may have {MaxLength} characters together; send long values in a body");
}
