using Microsoft.AspNetCore.Http;

namespace Perto.Server;

/// <summary>Answers HEAD as GET; the listener, which knows what was sent, leaves the body out.</summary>
internal sealed class HeadRule(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (HttpMethods.IsHead(context.Request.Method))
            context.Request.Method = HttpMethods.Get;
        return next(context);
    }
}
