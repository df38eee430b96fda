using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Perto.Platform;

namespace Perto.Streaming;

internal static class TitleEndpoints
{
    private const int DefaultTitles = 20;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/titles", ListAsync)
            .Documented("listStreamingTitles", "Titles, by id", "With q, those whose name contains it.")
            .WithExample(StreamingExamples.Root + "/titles?q=he&limit=50", answer: StreamingExamples.Titles);
        api.MapGet("/titles/{id}", GetAsync)
            .Documented("getStreamingTitle", "A title", "With what people did with it and what they call it.")
            .WithExample(StreamingExamples.Root + "/titles/heat", answer: StreamingExamples.TitleDetails);
        api.MapGet("/titles/{id}/similar", SimilarAsync)
            .Documented("getSimilarStreamingTitles", "Titles near to a title", "Nearest first, by the cosine of the collaborative vectors.")
            .WithExample(StreamingExamples.Root + "/titles/heat/similar?n=20", answer: StreamingExamples.Similar);
    }

    private static async Task<Page<TitleSummary>> ListAsync(
        HttpContext http,
        StreamingBrowser browser,
        [Description("Part of the name")] string? q,
        [Description(PagingWords.Limit), Range(1, Paging.MaxLimit), DefaultValue(Paging.DefaultLimit)] int? limit,
        [Description(PagingWords.Cursor)] string? cursor,
        CancellationToken cancellationToken) =>
        await browser.TitlesAsync(http.Tenant(), q, new Paging(limit, cursor), cancellationToken);

    private static async Task<TitleDetails> GetAsync(
        HttpContext http, StreamingBrowser browser, [Description("The title's id, url-encoded, 1 to 256 characters")] string id, CancellationToken cancellationToken) =>
        await browser.TitleAsync(http.Tenant(), http.Exact(id), cancellationToken);

    private static async Task<SimilarTitles> SimilarAsync(
        HttpContext http, StreamingService streaming, [Description("The title's id, url-encoded, 1 to 256 characters")] string id, [Description("How many titles"), Range(1, StreamingService.MaxTitles), DefaultValue(DefaultTitles)] int? n, CancellationToken cancellationToken) =>
        await streaming.SimilarAsync(http.Tenant(), http.Exact(id), n ?? DefaultTitles, cancellationToken);
}
