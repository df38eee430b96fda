using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Perto.Platform;

namespace Perto.Streaming;

internal static class MeasuresEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/measures", ReadAsync)
            .Documented(
                "getStreamingMeasures",
                "The online measures with their targets",
                "Click-through, play rate, completion, engagement, session time, discovery, long tail, relevance and lift, each with its definition, its 95 % interval and whether the target is met. Of all people, or of an arm of an experiment.")
            .MayAnswerProblem("not_found")
            .WithExample(StreamingExamples.Root + "/measures?from=2025-01-01T00:00:00Z&to=2025-01-31T00:00:00Z", answer: StreamingExamples.Measures);

    private static Task<MeasuresReport> ReadAsync(
        HttpContext http,
        MeasuresReader measures,
        [Description("From when; 30 days before to if left out")] DateTimeOffset? from,
        [Description("Until when, not included; now if left out")] DateTimeOffset? to,
        [Description("Only people of this experiment, from when they met it"), MaxLength(64)] string? experiment,
        [Description("Only people of this arm of the experiment"), MaxLength(64)] string? arm,
        [Description("The arm that lift is over"), MaxLength(64)] string? baseline,
        CancellationToken cancellationToken) =>
        measures.ReadAsync(
            http.Tenant(), new MeasuresRequest { From = from, To = to, Experiment = experiment, Arm = arm, Baseline = baseline }, cancellationToken);
}
