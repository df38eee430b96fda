using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Perto.Server;

/// <summary>Takes JSON in UTF-8 alone, as RFC 8259 has it between programs.</summary>
internal sealed class CharsetRule(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context) =>
        context.Request.ContentType is { } type && type.Contains("charset", StringComparison.OrdinalIgnoreCase) && !IsUtf8(type) && context.Request.IsApi()
            ? throw new RequestRefusedException(
                "unsupported_media_type", StatusCodes.Status415UnsupportedMediaType, $"The body must be in UTF-8; Content-Type says '{type}'")
            : next(context);

    private static bool IsUtf8(string type) =>
        !MediaTypeHeaderValue.TryParse(type, out MediaTypeHeaderValue? media)
        || HeaderUtilities.RemoveQuotes(media.Charset) is { Length: 0 } or { HasValue: false }
        || HeaderUtilities.RemoveQuotes(media.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase);
}
