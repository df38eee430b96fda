using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Perto.Server;

/// <summary>
/// The span of a request where ASP.NET has made none: it makes one only while somebody listens or logs, but every answer of ours
/// has a trace id and every caller's W3C trace goes on.
/// </summary>
internal sealed class RequestTrace : IHttpActivityFeature
{
    private RequestTrace(Activity activity) => Activity = activity;

    public Activity Activity { get; set; }

    /// <summary>The span of the request; begun here where there is none yet.</summary>
    public static Activity Of(HttpContext context)
    {
        if (context.Features.Get<IHttpActivityFeature>() is { } existing)
            return existing.Activity;

        var activity = new Activity("Perto.Server.Request");
        IHeaderDictionary headers = context.Request.Headers;
        if (ActivityContext.TryParse(headers.TraceParent, headers.TraceState, isRemote: true, out ActivityContext caller))
            activity.SetParentId(caller.TraceId, caller.SpanId, caller.TraceFlags);
        activity.SetIdFormat(ActivityIdFormat.W3C).Start();
        context.Features.Set<IHttpActivityFeature>(new RequestTrace(activity));
        return activity;
    }

    /// <summary>What finds the request in logs and traces, for what runs inside of <see cref="RequestTelemetry"/>.</summary>
    public static string IdOf(HttpContext context) => Of(context).TraceId.ToHexString();

    /// <summary>Ends the span if it was begun here; ASP.NET ends its own.</summary>
    public static void End(HttpContext context) => (context.Features.Get<IHttpActivityFeature>() as RequestTrace)?.Activity.Stop();
}
