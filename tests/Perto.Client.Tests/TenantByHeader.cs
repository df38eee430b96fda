using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Perto.Client.Tests;

/// <summary>Tells the server whose request it is, as keys will.</summary>
internal sealed class TenantByHeader : IStartupFilter
{
    public const string Header = "Test-Tenant";

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((HttpContext context, RequestDelegate rest) =>
        {
            if (context.Request.Headers.TryGetValue(Header, out Microsoft.Extensions.Primitives.StringValues tenant))
                context.Items[typeof(TenantId)] = new TenantId(tenant.ToString());
            return rest(context);
        });
        next(app);
    };
}
