using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Perto.Platform;

namespace Perto.Streaming;

internal static class PeopleEndpoints
{
    private const int DefaultTitles = 20;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/users", ListAsync)
            .Documented("listStreamingUsers", "People, by id", "The overview of who there is: how much they rated and watched, and when last.")
            .WithExample(StreamingExamples.Root + "/users?q=an&limit=50", answer: StreamingExamples.People);
        api.MapGet("/users/{id}", FindAsync)
            .Documented("getStreamingUser", "A person", "With their country, subscription and profiles, and how much they rated and watched.")
            .WithExample(StreamingExamples.Root + "/users/ana", answer: StreamingExamples.Person);
        api.MapPut("/users/{id}", SaveAsync)
            .Documented(
                "saveStreamingUser",
                "Says what is known of a person",
                "Country, subscription and profiles, over what was known. What they watched and rated stays. Their next home page knows it.")
            .MayAnswerProblem("person_erased")
            .WithExample(StreamingExamples.Root + "/users/ana", request: StreamingExamples.Account, answer: StreamingExamples.Person);
        api.MapGet("/users/{id}/history", HistoryAsync)
            .Documented("getStreamingHistory", "What a person watched and rated", "Latest first, each title once.")
            .WithExample(StreamingExamples.Root + "/users/ana/history?limit=50", answer: StreamingExamples.History);
        api.MapGet("/users/{id}/home", HomeAsync)
            .Documented(
                "getStreamingHome",
                "A person's home page",
                "Rows of titles without repeats; each title with its reason, the parts of its score and its sources. Somebody unknown gets what is trending and new.")
            .WithExample(StreamingExamples.Root + "/users/ana/home?device=tv&time_of_day=evening&country=PT", answer: StreamingExamples.Home);
        api.MapGet("/users/{id}/recommendations", RecommendationsAsync)
            .Documented("getStreamingRecommendations", "One list of titles for a person", "Best first, spread out over genres.")
            .WithExample(StreamingExamples.Root + "/users/ana/recommendations?n=20", answer: StreamingExamples.Recommendations);
    }

    private static async Task<Page<PersonSummary>> ListAsync(
        HttpContext http,
        StreamingBrowser browser,
        [Description("Start of the id")] string? q,
        [Description(PagingWords.Limit), Range(1, Paging.MaxLimit), DefaultValue(Paging.DefaultLimit)] int? limit,
        [Description(PagingWords.Cursor)] string? cursor,
        CancellationToken cancellationToken) =>
        await browser.PeopleAsync(http.Tenant(), q, new Paging(limit, cursor), cancellationToken);

    private static Task<PersonDetails> FindAsync(
        HttpContext http, Accounts accounts, [Description("The person's id, url-encoded, 1 to 256 characters")] string id, CancellationToken cancellationToken) =>
        accounts.FindAsync(http.Tenant(), http.Exact(id), cancellationToken);

    private static async Task<Results<Created<PersonDetails>, Ok<PersonDetails>>> SaveAsync(
        HttpContext http,
        Accounts accounts,
        [Description("The person's id, url-encoded, 1 to 256 characters")] string id,
        AccountEntry account,
        CancellationToken cancellationToken)
    {
        string exact = http.Exact(id);
        bool made = await accounts.SaveAsync(http.Tenant(), exact, account, cancellationToken);
        PersonDetails saved = await accounts.FindAsync(http.Tenant(), exact, cancellationToken);
        return made ? TypedResults.Created($"/v1/streaming/users/{Uri.EscapeDataString(exact)}", saved) : TypedResults.Ok(saved);
    }

    private static async Task<Page<HistoryItem>> HistoryAsync(
        HttpContext http,
        StreamingBrowser browser,
        [Description("The person's id, url-encoded, 1 to 256 characters")] string id,
        [Description(PagingWords.Limit), Range(1, Paging.MaxLimit), DefaultValue(Paging.DefaultLimit)] int? limit,
        [Description(PagingWords.Cursor)] string? cursor,
        CancellationToken cancellationToken) =>
        await browser.HistoryAsync(http.Tenant(), http.Exact(id), new Paging(limit, cursor), cancellationToken);

    private static async Task<HomePage> HomeAsync(
        HttpContext http,
        StreamingService streaming,
        [Description("The person's id, url-encoded, 1 to 256 characters")] string id,
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
        return await streaming.HomeAsync(http.Tenant(), http.Exact(id), request, cancellationToken);
    }

    private static async Task<RecommendationList> RecommendationsAsync(
        HttpContext http, StreamingService streaming, [Description("The person's id, url-encoded, 1 to 256 characters")] string id, [Description("How many titles"), Range(1, StreamingService.MaxTitles), DefaultValue(DefaultTitles)] int? n, CancellationToken cancellationToken) =>
        await streaming.RecommendAsync(http.Tenant(), http.Exact(id), n ?? DefaultTitles, cancellationToken);
}
