using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Perto.Server;

/// <summary>Refuses a request whose caller takes no form of answer that the endpoint has, before any work is done.</summary>
internal sealed class AcceptRule(RequestDelegate next)
{
    private const string Json = "application/json";

    public Task InvokeAsync(HttpContext context)
    {
        StringValues accept = context.Request.Headers.Accept;
        return accept.Count == 0 || TakesAnything(accept) || context.GetEndpoint() is not { } endpoint || !context.Request.IsApi() || Fits(accept, endpoint)
            ? next(context)
            : throw NotAcceptable(accept, endpoint);
    }

    private static bool TakesAnything(StringValues accept) =>
        accept is [{ } one] && !one.Contains("q=0", StringComparison.Ordinal) && (one.Contains("*/*", StringComparison.Ordinal) || one.Contains(Json, StringComparison.OrdinalIgnoreCase));

    private static bool Fits(StringValues accept, Endpoint endpoint) =>
        MediaTypeHeaderValue.TryParseList(accept, out IList<MediaTypeHeaderValue>? taken)
        && taken.Any(range => range.Quality is not 0 && Offered(endpoint).Any(offer => new MediaTypeHeaderValue(offer).IsSubsetOf(range)));

    private static IEnumerable<string> Offered(Endpoint endpoint) =>
        endpoint.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>().SelectMany(answer => answer.ContentTypes).Append(Json).Distinct(StringComparer.Ordinal);

    private static RequestRefusedException NotAcceptable(StringValues accept, Endpoint endpoint) => new(
        "not_acceptable", StatusCodes.Status406NotAcceptable, $"The answer is {string.Join(" or ", Offered(endpoint))}; Accept asks for '{accept}'");
}
