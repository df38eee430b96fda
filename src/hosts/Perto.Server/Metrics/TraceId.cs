using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Perto.Server;

/// <summary>What finds a request in logs and traces.</summary>
internal static class TraceId
{
    /// <summary>The W3C trace id; without tracing, the id of the connection and request.</summary>
    public static string Of(HttpContext context) =>
        context.Features.Get<IHttpActivityFeature>()?.Activity.TraceId.ToString() ?? context.TraceIdentifier;
}
