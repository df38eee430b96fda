using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Perto.Platform;

namespace Perto.Streaming;

internal static class TitleEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/titles", ListAsync)
            .Documented("listStreamingTitles", "Titles, by id", "With q, those whose name contains it.");
        api.MapGet("/titles/{id}", GetAsync)
            .Documented("getStreamingTitle", "A title", "With what people did with it and what they call it.");
        api.MapGet("/titles/{id}/similar", SimilarAsync)
            .Documented("getSimilarStreamingTitles", "Titles near to a title", "Nearest first, by the cosine of the collaborative vectors.");
    }

    private static async Task<Page<TitleSummary>> ListAsync(
        HttpContext http,
        StreamingBrowser browser,
        [Description("Part of the name")] string? q,
        [Description("1..500, default 50")] int? limit,
        [Description("From the page before")] string? cursor,
        CancellationToken cancellationToken) =>
        await browser.TitlesAsync(http.Tenant(), q, new Paging(limit, cursor), cancellationToken);

    private static async Task<TitleDetails> GetAsync(
        HttpContext http, StreamingBrowser browser, string id, CancellationToken cancellationToken) =>
        await browser.TitleAsync(http.Tenant(), http.Exact(id), cancellationToken);

    private static async Task<SimilarTitles> SimilarAsync(
        HttpContext http, StreamingService streaming, string id, [Description("1..500, default 20")] int? n, CancellationToken cancellationToken) =>
        await streaming.SimilarAsync(http.Tenant(), http.Exact(id), n ?? 20, cancellationToken);
}
