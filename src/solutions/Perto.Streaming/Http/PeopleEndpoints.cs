using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Perto.Platform;

namespace Perto.Streaming;

internal static class PeopleEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/users", ListAsync)
            .Documented("listStreamingUsers", "People, by id", "The overview of who there is: how much they rated and watched, and when last.");
        api.MapGet("/users/{id}/history", HistoryAsync)
            .Documented("getStreamingHistory", "What a person watched and rated", "Latest first, each title once.");
        api.MapGet("/users/{id}/home", HomeAsync)
            .Documented(
                "getStreamingHome",
                "A person's home page",
                "Rows of titles without repeats; each title with its reason, the parts of its score and its sources. Somebody unknown gets what is trending and new.");
        api.MapGet("/users/{id}/recommendations", RecommendationsAsync)
            .Documented("getStreamingRecommendations", "One list of titles for a person", "Best first, spread out over genres.");
    }

    private static async Task<Page<PersonSummary>> ListAsync(
        HttpContext http,
        StreamingBrowser browser,
        [Description("Start of the id")] string? q,
        [Description("1..500, default 50")] int? limit,
        [Description("From the page before")] string? cursor,
        CancellationToken cancellationToken) =>
        await browser.PeopleAsync(http.Tenant(), q, new Paging(limit, cursor), cancellationToken);

    private static async Task<Page<HistoryItem>> HistoryAsync(
        HttpContext http,
        StreamingBrowser browser,
        string id,
        [Description("1..500, default 50")] int? limit,
        [Description("From the page before")] string? cursor,
        CancellationToken cancellationToken) =>
        await browser.HistoryAsync(http.Tenant(), http.Exact(id), new Paging(limit, cursor), cancellationToken);

    private static async Task<HomePage> HomeAsync(
        HttpContext http,
        StreamingService streaming,
        string id,
        [Description("tv, mobile, tablet or desktop")] string? device,
        [FromQuery(Name = "time_of_day"), Description("morning, afternoon, evening or night")] string? timeOfDay,
        [Description("ISO 3166 country code")] string? country,
        [Description("The subscription")] string? tier,
        [Description("The profile inside the household")] string? profile,
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
        return await streaming.HomeAsync(http.Tenant(), http.Exact(id), request, cancellationToken);
    }

    private static async Task<RecommendationList> RecommendationsAsync(
        HttpContext http, StreamingService streaming, string id, [Description("1..500, default 20")] int? n, CancellationToken cancellationToken) =>
        await streaming.RecommendAsync(http.Tenant(), http.Exact(id), n ?? 20, cancellationToken);
}
