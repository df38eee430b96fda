using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Perto.Platform;

namespace Perto.Server;

/// <summary>Serves the metrics to Prometheus.</summary>
internal static class MetricsEndpoint
{
    public static void MapMetrics(this IEndpointRouteBuilder app) => app.MapGet("/metrics", Get).ExcludeFromDescription();

    private static ContentHttpResult Get(PrometheusWriter metrics) => TypedResults.Text(metrics.Write(), PrometheusWriter.ContentType);
}
