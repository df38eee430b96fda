using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Perto.Platform;

namespace Perto.Streaming;

internal static class OffPolicyEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/off-policy", JudgeAsync)
            .Documented(
                "judgeStreamingRanking",
                "What a ranking would have earned on served pages",
                "By the places and rows that chance decided, whose probabilities were written down: IPS, SNIPS and doubly robust with their intervals, or why the pages say too little. What scores put into its place was never tried elsewhere; of that there is a model of clicks, and it is named as one.")
            .MayAnswerProblem("not_found")
            .WithExample(StreamingExamples.Root + "/off-policy?model=blend&from=2025-01-01T00:00:00Z&to=2025-01-31T00:00:00Z", answer: StreamingExamples.Judged);

    private static Task<ServedPolicyReport> JudgeAsync(
        HttpContext http,
        ServedPolicies policies,
        [Description("A version of the ranker as home-ranker@3, or blend"), MaxLength(128), DefaultValue(ServedPolicyRequest.Blend)] string? model,
        [Description("Pages served from then on; 30 days before to if left out")] DateTimeOffset? from,
        [Description("Pages served until then, not included; now if left out")] DateTimeOffset? to,
        CancellationToken cancellationToken) =>
        policies.JudgeAsync(http.Tenant(), new ServedPolicyRequest { Model = model ?? ServedPolicyRequest.Blend, From = from, To = to }, cancellationToken);
}
