using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Perto.Platform;

namespace Perto.Server;

/// <summary>
/// Enters every request into the audit log that could change something and was carried out, failed on the way, or was refused for want of a key or a
/// scope. What stands in it is the template of the path; values in it are keyed hashes, except those that never name a person.
/// </summary>
internal sealed class AuditRule(RequestDelegate next, AuditLog audit, AuditJournal journal, AccessModules modules)
{
    public Task InvokeAsync(HttpContext context) => ChangesNothing(context.Request) ? next(context) : AuditedAsync(context);

    private async Task AuditedAsync(HttpContext context)
    {
        bool entered = false;
        // Before the answer goes out, so that who has seen it finds it in the log.
        context.Response.OnStarting(EnterAsync);
        try
        {
            await next(context);
        }
        finally
        {
            // A caller who went away gets no answer that could start.
            await EnterAsync();
        }

        async Task EnterAsync()
        {
            if (entered)
                return;
            entered = true;
            if (await EntryAsync(context) is { } entry)
                await journal.WriteAsync(entry, CancellationToken.None);
        }
    }

    private static bool ChangesNothing(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    private async ValueTask<AuditEntry?> EntryAsync(HttpContext context)
    {
        if (!context.Request.IsApi() || context.GetEndpoint() is not RouteEndpoint endpoint || EndpointScope.Of(endpoint, modules) is not { Scope: > Scope.Read, IsOpen: false })
            return null;
        int status = context.Response.StatusCode;
        string? code = (context.Items.TryGetValue(typeof(Problem), out object? problem) ? problem as Problem : null)?.Code;
        if (Outcome(status, code) is not { } outcome || context.Response.Headers.ContainsKey(IdempotencyKey.ReplayedHeader))
            return null;
        if (outcome == AuditOutcome.Done && endpoint.Metadata.GetMetadata<SelfAudited>() is not null)
            return null;

        Caller caller = context.Caller();
        var details = new Dictionary<string, object?>(StringComparer.Ordinal) { ["status"] = status };
        if (code is not null)
            details["code"] = code;
        // Without it, refusals that are alike are one entry with their count.
        if (outcome != AuditOutcome.Refused)
            details["trace_id"] = RequestTrace.IdOf(context);
        return new AuditEntry
        {
            Tenant = caller.Tenant,
            Actor = caller.Actor,
            Action = $"{context.Request.Method} {Template(endpoint)}",
            Target = outcome == AuditOutcome.Refused ? "" : await TargetAsync(context, endpoint, caller.Tenant),
            Outcome = outcome,
            Details = details,
        };
    }

    private static AuditOutcome? Outcome(int status, string? code) => status switch
    {
        >= 200 and < 400 => AuditOutcome.Done,
        StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden => AuditOutcome.Refused,
        499 or >= 500 when code != "starting" => AuditOutcome.Failed,
        _ => null,
    };

    private static string Template(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText?.Trim('/');

    private async ValueTask<string> TargetAsync(HttpContext context, RouteEndpoint endpoint, TenantId tenant)
    {
        var parts = new List<string>();
        foreach (string name in endpoint.RoutePattern.Parameters.Select(parameter => parameter.Name))
        {
            if (context.Request.RouteValues[name] is not string value)
                continue;
            bool plain = endpoint.Metadata.OfType<PlainTarget>().Any(target => target.RouteValue == name);
            parts.Add($"{name}={(plain ? context.Exact(value) : await audit.PersonAsync(tenant, context.Exact(value), CancellationToken.None))}");
        }
        return string.Join(' ', parts);
    }
}
