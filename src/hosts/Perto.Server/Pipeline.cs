using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;

namespace Perto.Server;

/// <summary>What a request walks through, in order.</summary>
internal static class Pipeline
{
    public static void UsePerto(this WebApplication app)
    {
        app.UseMiddleware<RequestTelemetry>();
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<AuditRule>();
        app.UseMiddleware<ProblemMiddleware>();
        app.UseMiddleware<HostRule>();
        app.UseMiddleware<CrossSiteRule>();
        app.UseMiddleware<AddressRule>();
        app.UseMiddleware<HeadRule>();
        app.UseRouting();
        app.UseMiddleware<KeyInUrlRule>();
        app.UseMiddleware<OptionsRule>();
        app.UseMiddleware<KeyRule>();
        app.UseMiddleware<RateRule>();
        app.UseMiddleware<ScopeRule>();
        app.UseMiddleware<StartingRule>();
        app.UseMiddleware<DegradedHeader>();
        app.UseMiddleware<AdmissionRule>();
        app.UseMiddleware<AcceptRule>();
        app.UseMiddleware<CharsetRule>();
        app.UseMiddleware<QueryRule>();
        app.UseMiddleware<IdempotencyMiddleware>();
        // A second time, so that a refusal is already an answer when idempotency keeps it.
        app.UseMiddleware<ProblemMiddleware>();
        app.UseMiddleware<SiteMiddleware>();

        app.MapHealth();
        app.MapMetrics();
        app.MapApiDocument();
        app.MapDocs();
        app.MapOverview();
        foreach (PertoModule module in app.Services.GetServices<PertoModule>())
        {
            module.Endpoints?.Invoke(app.MapGroup($"/v1/{module.Name}").WithTags(module.Name));
            module.RootEndpoints?.Invoke(app.MapGroup("").WithTags(module.Name).WithMetadata(new ModuleEndpoint(module.Name)));
        }

        // Said here and not left to the start of the host, so that the API document knows the endpoints without one.
        app.UseEndpoints(_ => { });
    }
}
