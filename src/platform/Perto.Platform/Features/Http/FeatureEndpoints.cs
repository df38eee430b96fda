using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Perto.Platform;

/// <summary>The HTTP API of the feature store, under <c>/v1/features</c>.</summary>
internal static class FeatureEndpoints
{
    private const string NameWords = "The name of the view, or name@version";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/views", ListAsync)
            .Documented("listFeatureViews", "The feature views", "By name, each in its latest version, with its definition.")
            .WithExample(FeatureExamples.Views, answer: FeatureExamples.Listed);
        api.MapPut("/views/{name}", DeclareAsync)
            .Documented(
                "declareFeatureView",
                "Declares a feature view",
                "A new view, the next version of one, or one that is there: then only owner, description and expected_seconds may be others.")
            .MayAnswerProblem("view_changed")
            .WithExample(FeatureExamples.Facts, request: FeatureExamples.View, answer: FeatureExamples.Shown);
        api.MapGet("/views/{name}", ShowAsync)
            .Documented("getFeatureView", "A feature view", "Its definition and which versions there are.")
            .WithExample(FeatureExamples.Facts + "@1", answer: FeatureExamples.Shown);
        api.MapGet("/views/{name}/health", HealthAsync)
            .Documented(
                "getFeatureViewHealth",
                "How fresh a view is and how its values drift",
                "Holds a window that ends now against the one before it, by samples: the population stability index of each feature, the Kolmogorov-Smirnov distance of numbers, and the share that is missing.")
            .WithExample(FeatureExamples.Facts + "/health?window_hours=168", answer: FeatureExamples.Health);
        api.MapPost("/views/{name}/values", WriteAsync)
            .Documented(
                "writeFeatureValues",
                "Writes values of a view",
                "1 to 1,000, all or none. Values whose moment is before that of the newest go to the history only; the same values of the same entity and moment change nothing.")
            .MayAnswerProblem("view_is_folded", "person_erased")
            .WithExample(FeatureExamples.Facts + "/values", request: FeatureExamples.Values, answer: FeatureExamples.Written);
        api.MapGet("/views/{name}/values/{key}", HistoryAsync)
            .Documented("listFeatureHistory", "What was known of an entity", "Newest first.")
            .WithExample(FeatureExamples.Facts + "/values/heat?limit=50", answer: FeatureExamples.History);
        api.MapPost("/events", RecordAsync)
            .Documented(
                "recordFeatureEvents",
                "Counts events into the views that are made from them",
                "1 to 1,000, all or none; an event whose id was counted before changes nothing.")
            .MayAnswerProblem("person_erased")
            .WithExample(FeatureExamples.Root + "/events", request: FeatureExamples.Events, answer: FeatureExamples.Counted);
        api.MapPost("/online", GetAsync)
            .RequireScope(Scope.Read)
            .Documented(
                "getOnlineFeatures",
                "The newest features of many entities",
                "One row is read for each entity, whatever the number of views. What is missing says why: never_written, or expired by the TTL of the view.")
            .WithExample(FeatureExamples.Root + "/online", request: FeatureExamples.Asked, answer: FeatureExamples.Online);
        api.MapPost("/join", JoinAsync)
            .RequireScope(Scope.Read)
            .Documented(
                "joinFeatures",
                "Features as of the moments of examples",
                "For each row and view the newest values at or before the moment of the row and not older than the TTL; of two of the same moment those that were written later. Nothing from after the moment of a row reaches it.")
            .WithExample(FeatureExamples.Root + "/join", request: FeatureExamples.Rows, answer: FeatureExamples.Joined);
        api.MapPost("/views/{name}/backfills", BackfillAsync)
            .Documented(
                "backfillFeatureView",
                "Fills a new view from past events",
                "Send the events of a source in the order of their times, up to 1,000 at once, each time with the position before and after them: what was interrupted goes on where it was. Until the last come, events of the present are left to the source.")
            .MayAnswerProblem("backfill_position", "view_has_values", "view_is_written")
            .WithExample(FeatureExamples.Activity + "/backfills", request: FeatureExamples.Chunk, answer: FeatureExamples.Filled);
        api.MapGet("/views/{name}/backfills/{source}", BackfillStatusAsync)
            .Documented("getFeatureBackfill", "How far a view is filled from a source", "With the position behind which the source goes on.")
            .MayAnswerProblem("view_is_written")
            .WithExample(FeatureExamples.Activity + "/backfills/log", answer: FeatureExamples.Filled);
        api.MapPost("/views/{name}/export", ExportAsync)
            .RequireScope(Scope.Admin)
            .WithTimeLimit(3_600)
            .Documented(
                "exportFeatureView",
                "Writes the history of a view to a folder or a bucket",
                "JSON lines or CSV in the order of time, in files of some rows, and a manifest with their sizes and hashes at the end. An export that was interrupted goes on when it is asked for again.")
            .MayAnswerProblem("export_exists", "export_differs", "export_not_configured", "dependency_unavailable")
            .WithExample(FeatureExamples.Facts + "/export", request: FeatureExamples.Export, answer: FeatureExamples.Manifest);
    }

    private static async Task<Page<FeatureViewInfo>> ListAsync(HttpContext http, FeatureCatalogue views, CancellationToken cancellationToken) =>
        new() { Items = await views.ListAsync(http.Tenant(), cancellationToken) };

    private static Task<FeatureViewInfo> ShowAsync(
        HttpContext http,
        FeatureCatalogue views,
        [Description(NameWords)] string name,
        CancellationToken cancellationToken) =>
        views.ShowAsync(http.Tenant(), http.Exact(name), cancellationToken);

    private static async Task<Results<Created<FeatureViewInfo>, Ok<FeatureViewInfo>>> DeclareAsync(
        HttpContext http, FeatureCatalogue views, [Description(NameWords)] string name, FeatureView view, CancellationToken cancellationToken)
    {
        if (view.Name != http.Exact(name))
            throw new InvalidValueException("name", view.Name, "the name in the path", "name must be the name in the path");
        (FeatureViewInfo info, bool made) = await views.DeclareAsync(http.Tenant(), view, cancellationToken);
        return made ? TypedResults.Created($"/v1/features/views/{view.Name}", info) : TypedResults.Ok(info);
    }

    private static Task<FeatureHealth> HealthAsync(
        HttpContext http,
        FeatureMonitor monitor,
        [Description(NameWords)] string name,
        [Description("Hours of the window, and of the one before it"), Range(1, FeatureMonitor.MaxWindowHours), DefaultValue(FeatureMonitor.DefaultWindowHours), FromQuery(Name = "window_hours")] int? windowHours,
        CancellationToken cancellationToken) =>
        monitor.CheckAsync(http.Tenant(), http.Exact(name), windowHours, cancellationToken);

    private static Task<FeatureWriteReport> WriteAsync(
        HttpContext http, FeatureStore features, [Description(NameWords)] string name, FeatureWriteBatch batch, CancellationToken cancellationToken) =>
        features.WriteAsync(http.Tenant(), http.Exact(name), batch.Values, cancellationToken);

    private static Task<Page<FeatureReadingDocument>> HistoryAsync(
        HttpContext http,
        FeatureStore features,
        [Description(NameWords)] string name,
        [Description("The key of the entity, url-encoded")] string key,
        [Description(PagingWords.Limit), Range(1, Paging.MaxLimit), DefaultValue(Paging.DefaultLimit)] int? limit,
        [Description(PagingWords.Cursor)] string? cursor,
        CancellationToken cancellationToken) =>
        features.HistoryAsync(http.Tenant(), http.Exact(name), http.Exact(key), new Paging(limit, cursor), cancellationToken);

    private static Task<FeatureEventReport> RecordAsync(HttpContext http, FeatureStore features, FeatureEventBatch batch, CancellationToken cancellationToken) =>
        features.RecordAsync(http.Tenant(), batch.Events, cancellationToken);

    private static async Task<Page<EntityFeatures>> GetAsync(HttpContext http, FeatureStore features, OnlineRequest request, CancellationToken cancellationToken)
    {
        EntityFeatures.CheckSize(request.Entities);
        return new Page<EntityFeatures> { Items = EntityFeatures.Of(await features.GetAsync(http.Tenant(), request.Entities, cancellationToken)) };
    }

    private static async Task<Page<JoinedRowDocument>> JoinAsync(HttpContext http, FeatureStore features, JoinRequest request, CancellationToken cancellationToken)
    {
        if (request.Rows.Count is < 1 or > JoinRequest.MaxRows)
            throw new InvalidValueException("rows", request.Rows.Count, $"1..{JoinRequest.MaxRows}", $"rows must be 1 to {JoinRequest.MaxRows}; got {request.Rows.Count}");
        return new Page<JoinedRowDocument>
        {
            Items = await features.JoinAsync(http.Tenant(), request.Views, request.Rows.ToAsyncEnumerable(), cancellationToken)
                .Select(JoinedRowDocument.Of)
                .ToArrayAsync(cancellationToken),
        };
    }

    private static Task<BackfillStatus> BackfillAsync(
        HttpContext http, FeatureStore features, [Description(NameWords)] string name, BackfillChunk chunk, CancellationToken cancellationToken) =>
        features.BackfillAsync(http.Tenant(), http.Exact(name), chunk, cancellationToken);

    private static Task<BackfillStatus> BackfillStatusAsync(
        HttpContext http,
        FeatureStore features,
        [Description(NameWords)] string name,
        [Description("The source, as the chunks name it, url-encoded")] string source,
        CancellationToken cancellationToken) =>
        features.BackfillStatusAsync(http.Tenant(), http.Exact(name), http.Exact(source), cancellationToken);

    private static async Task<FeatureExportManifest> ExportAsync(
        HttpContext http,
        FeatureCatalogue views,
        FeatureExports exports,
        [Description(NameWords)] string name,
        FeatureExportRequest request,
        CancellationToken cancellationToken)
    {
        // What is not there is told before what the settings lack.
        await views.ShowAsync(http.Tenant(), http.Exact(name), cancellationToken);
        return await exports.RunAsync(http.Tenant(), http.Exact(name), exports.Confined(http.Tenant(), request), progress: null, cancellationToken);
    }
}
