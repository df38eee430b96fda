using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
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
        api.MapPut("/titles/{id}", SaveAsync)
            .Documented(
                "saveStreamingTitle",
                "Puts a title into the catalogue",
                "Over what was there: a field that is left out is empty afterwards. Pages have it at once, those of other servers within seconds.")
            .WithExample(StreamingExamples.Root + "/titles/up", request: StreamingExamples.Entry, answer: StreamingExamples.TitleDetails);
        api.MapDelete("/titles/{id}", DeleteAsync)
            .Documented("deleteStreamingTitle", "Takes a title out of the catalogue", "What people did with it stays, and counts again if it comes back.")
            .WithExample(StreamingExamples.Root + "/titles/ronin", status: StatusCodes.Status204NoContent);
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

    private static async Task<Results<Created<TitleDetails>, Ok<TitleDetails>>> SaveAsync(
        HttpContext http,
        CatalogueEditor editor,
        StreamingBrowser browser,
        [Description("The title's id, url-encoded, 1 to 256 characters")] string id,
        CatalogueEntry title,
        CancellationToken cancellationToken)
    {
        string exact = http.Exact(id);
        bool made = await editor.SaveAsync(http.Tenant(), exact, title, cancellationToken);
        TitleDetails saved = await browser.TitleAsync(http.Tenant(), exact, cancellationToken);
        return made ? TypedResults.Created($"/v1/streaming/titles/{Uri.EscapeDataString(exact)}", saved) : TypedResults.Ok(saved);
    }

    private static async Task<NoContent> DeleteAsync(
        HttpContext http, CatalogueEditor editor, [Description("The title's id, url-encoded, 1 to 256 characters")] string id, CancellationToken cancellationToken)
    {
        await editor.DeleteAsync(http.Tenant(), http.Exact(id), cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<SimilarTitles> SimilarAsync(
        HttpContext http, StreamingService streaming, [Description("The title's id, url-encoded, 1 to 256 characters")] string id, [Description("How many titles"), Range(1, StreamingService.MaxTitles), DefaultValue(DefaultTitles)] int? n, CancellationToken cancellationToken) =>
        await streaming.SimilarAsync(http.Tenant(), http.Exact(id), n ?? DefaultTitles, cancellationToken);
}
