using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Perto.Platform;

namespace Perto.Streaming;

internal static class PreviewEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/users/{id}/preview", PreviewAsync)
            .Documented(
                "previewStreamingHome",
                "A person's home page as chosen versions make it",
                "With the numbers that the ranking saw of each title. Nobody is shown it: it is not written down as served and not kept. Two previews of one moment draw the same, so they differ by their versions alone.")
            .WithExample(StreamingExamples.Root + "/users/ana/preview?device=tv&ranker=blend", answer: StreamingExamples.Preview);

    private static async Task<HomePreview> PreviewAsync(
        HttpContext http,
        StreamingService streaming,
        [Description("The person's id, url-encoded, 1 to 256 characters")] string id,
        [Description("The collaborative model: `live` (if left out) or a version"), MaxLength(16)] string? collaborative,
        [Description("What ranks: `live` (if left out), `blend`, or a version of the ranker"), MaxLength(16)] string? ranker,
        [Description("The moment for which it is made, at most a year away from now; now if left out")] DateTimeOffset? at,
        [Description("What the page is shown on"), AllowedValues("tv", "mobile", "tablet", "desktop")] string? device,
        [FromQuery(Name = "time_of_day"), Description("When it is shown, by the person's clock"), AllowedValues("morning", "afternoon", "evening", "night")] string? timeOfDay,
        [Description("ISO 3166 country code"), MaxLength(256)] string? country,
        [Description("The subscription"), MaxLength(256)] string? tier,
        [Description("The profile inside the household"), MaxLength(256)] string? profile,
        CancellationToken cancellationToken)
    {
        var request = new HomeRequest
        {
            Device = QueryChoice.Read<DeviceKind>("device", device),
            TimeOfDay = QueryChoice.Read<TimeOfDay>("time_of_day", timeOfDay),
            Country = country,
            Tier = tier,
            Profile = profile,
        };
        var preview = new PreviewRequest { Collaborative = collaborative, Ranker = ranker, At = at };
        return await streaming.PreviewAsync(http.Tenant(), http.Exact(id), request, preview, cancellationToken);
    }
}
