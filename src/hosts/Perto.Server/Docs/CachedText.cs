using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Perto.Server;

/// <summary>A text that is the same until the program ends: callers that have it are told so and do not get it again.</summary>
internal sealed class CachedText
{
    private readonly string _type;
    private readonly byte[] _content;
    private readonly EntityTagHeaderValue _tag;

    /// <param name="type">Media type.</param>
    /// <param name="text">The text, sent as UTF-8.</param>
    public CachedText(string type, string text)
    {
        _type = type;
        _content = Encoding.UTF8.GetBytes(text);
        _tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(_content).AsSpan(0, 16))}\"");
    }

    /// <summary>Answers with the text, or with 304 when the caller has it.</summary>
    public async Task SendAsync(HttpContext context)
    {
        HttpResponse response = context.Response;
        response.GetTypedHeaders().ETag = _tag;
        response.Headers.CacheControl = "no-cache";
        if (context.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(_tag, useStrongComparison: false)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = _type;
        response.ContentLength = _content.Length;
        await response.Body.WriteAsync(_content, context.RequestAborted);
    }
}
