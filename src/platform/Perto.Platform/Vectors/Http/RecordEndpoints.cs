using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Perto.Vectors;

namespace Perto.Platform;

internal static class RecordEndpoints
{
    private const int MaxBatch = 1_000;
    private const int MaxIds = 10_000;

    public static void Map(IEndpointRouteBuilder collection)
    {
        collection.MapPost("/records", UpsertAsync)
            .Documented(
                "upsertVectorRecords",
                "Writes records",
                "1 to 1,000, all or none; one with the id of another replaces it as a whole. The answer comes when they are as safe as the store makes them, and every later search finds them.")
            .MayAnswerProblem("collection_derived")
            .WithExample(VectorExamples.Films + "/records", request: VectorExamples.Records, answer: VectorExamples.Count);
        collection.MapGet("/records/{id}", GetAsync)
            .Documented("getVectorRecord", "A record", "With its payload, and its vectors unless they are left out.")
            .WithExample(VectorExamples.Films + "/records/heat?include_vectors=true", answer: VectorExamples.Record);
        collection.MapPatch("/records/{id}", UpdateAsync)
            .Documented("updateVectorRecord", "Changes parts of a record", "Sets the payload fields and vectors that are named, removes those that are null, and leaves the rest.")
            .MayAnswerProblem("collection_derived")
            .WithExample(VectorExamples.Films + "/records/heat", request: VectorExamples.Patch, status: StatusCodes.Status204NoContent);
        collection.MapDelete("/records/{id}", DeleteAsync)
            .Documented("deleteVectorRecord", "Deletes a record", "For good; its space is taken back later.")
            .MayAnswerProblem("collection_derived")
            .WithExample(VectorExamples.Films + "/records/ronin", status: StatusCodes.Status204NoContent);
        collection.MapPost("/records/get", LookUpAsync)
            .RequireScope(Scope.Read)
            .Documented("lookUpVectorRecords", "Records by their ids", "In the order of the ids; those without a record are left out.")
            .WithExample(VectorExamples.Films + "/records/get", request: VectorExamples.LookUp, answer: VectorExamples.Page);
        collection.MapPost("/records/delete", DeleteManyAsync)
            .Documented("deleteVectorRecords", "Deletes records by their ids or by a filter", "Answers how many there were. The filter {} empties the collection.")
            .MayAnswerProblem("collection_derived")
            .WithExample(VectorExamples.Films + "/records/delete", request: VectorExamples.ByFilter, answer: VectorExamples.Count);
        collection.MapPost("/records/update", UpdateManyAsync)
            .Documented("updateVectorPayload", "Sets payload fields of all records that match", "Answers how many there were.")
            .MayAnswerProblem("collection_derived")
            .WithExample(VectorExamples.Films + "/records/update", request: VectorExamples.Update, answer: VectorExamples.Count);
        collection.MapPost("/records/scroll", ScrollAsync)
            .RequireScope(Scope.Read)
            .Documented("scrollVectorRecords", "A page of records in the order of their ids", "Records written or deleted between pages neither repeat nor hide others.")
            .WithExample(VectorExamples.Films + "/records/scroll", request: VectorExamples.Scroll, answer: VectorExamples.Page);
        collection.MapPost("/count", CountAsync)
            .RequireScope(Scope.Read)
            .Documented("countVectorRecords", "How many records match", "Counted, not estimated. The filter {}, or none, counts all.")
            .WithExample(VectorExamples.Films + "/count", request: VectorExamples.ByFilter, answer: VectorExamples.Count);
    }

    private static async Task<RecordCount> UpsertAsync(
        HttpContext http, VectorCollections collections, [Description(CollectionEndpoints.NameRule)] string name, RecordBatch batch, CancellationToken cancellationToken)
    {
        IVectorCollection collection = await collections.OpenToWriteAsync(http.Tenant(), http.Exact(name), cancellationToken);
        if (batch.Records.Count is 0 or > MaxBatch)
            throw new VectorStoreException("records", $"{batch.Records.Count} records", $"1..{MaxBatch} records");
        await collection.UpsertAsync([.. batch.Records.Select(record => record.ToRecord())], cancellationToken);
        return new RecordCount(batch.Records.Count);
    }

    private static async Task<RecordDocument> GetAsync(
        HttpContext http,
        VectorCollections collections,
        [Description(CollectionEndpoints.NameRule)] string name,
        [Description("The record's id, url-encoded")] string id,
        [FromQuery(Name = "include_vectors"), Description("Whether the record carries its vectors"), DefaultValue(true)] bool? includeVectors,
        CancellationToken cancellationToken)
    {
        IVectorCollection collection = await collections.OpenAsync(http.Tenant(), http.Exact(name), cancellationToken);
        string exact = http.Exact(id);
        bool vectors = includeVectors ?? true;
        return await collection.GetAsync(exact, vectors, cancellationToken) is { } record ? RecordDocument.Of(record, vectors) : throw new NotFoundException("record", exact);
    }

    private static async Task<NoContent> UpdateAsync(
        HttpContext http,
        VectorCollections collections,
        [Description(CollectionEndpoints.NameRule)] string name,
        [Description("The record's id, url-encoded")] string id,
        RecordPatch patch,
        CancellationToken cancellationToken)
    {
        IVectorCollection collection = await collections.OpenToWriteAsync(http.Tenant(), http.Exact(name), cancellationToken);
        string exact = http.Exact(id);
        return await collection.UpdateAsync(exact, patch.ToPatch(), cancellationToken) ? TypedResults.NoContent() : throw new NotFoundException("record", exact);
    }

    private static async Task<NoContent> DeleteAsync(
        HttpContext http,
        VectorCollections collections,
        [Description(CollectionEndpoints.NameRule)] string name,
        [Description("The record's id, url-encoded")] string id,
        CancellationToken cancellationToken)
    {
        IVectorCollection collection = await collections.OpenToWriteAsync(http.Tenant(), http.Exact(name), cancellationToken);
        string exact = http.Exact(id);
        return await collection.DeleteAsync([exact], cancellationToken) > 0 ? TypedResults.NoContent() : throw new NotFoundException("record", exact);
    }

    private static async Task<Page<RecordDocument>> LookUpAsync(
        HttpContext http, VectorCollections collections, [Description(CollectionEndpoints.NameRule)] string name, RecordLookup lookup, CancellationToken cancellationToken)
    {
        IVectorCollection collection = await collections.OpenAsync(http.Tenant(), http.Exact(name), cancellationToken);
        CheckIds(lookup.Ids);
        IReadOnlyList<VectorRecord> records = await collection.GetAsync(lookup.Ids, lookup.IncludeVectors, cancellationToken);
        return new Page<RecordDocument> { Items = [.. records.Select(record => RecordDocument.Of(record, lookup.IncludeVectors))] };
    }

    private static async Task<RecordCount> DeleteManyAsync(
        HttpContext http, VectorCollections collections, [Description(CollectionEndpoints.NameRule)] string name, RecordChoice choice, CancellationToken cancellationToken)
    {
        IVectorCollection collection = await collections.OpenToWriteAsync(http.Tenant(), http.Exact(name), cancellationToken);
        switch (choice)
        {
            case { Ids: { } ids, Filter: null }:
                CheckIds(ids);
                return new RecordCount(await collection.DeleteAsync(ids, cancellationToken));
            case { Filter: { } filter, Ids: null }:
                return new RecordCount(await collection.DeleteAsync(filter, cancellationToken));
            default:
                throw new VectorStoreException("ids", choice.Ids is null ? null : "ids and filter", "given, or a filter in their place, not both");
        }
    }

    private static async Task<RecordCount> UpdateManyAsync(
        HttpContext http, VectorCollections collections, [Description(CollectionEndpoints.NameRule)] string name, PayloadUpdate update, CancellationToken cancellationToken)
    {
        IVectorCollection collection = await collections.OpenToWriteAsync(http.Tenant(), http.Exact(name), cancellationToken);
        return new RecordCount(await collection.UpdatePayloadAsync(update.Filter, update.Payload, cancellationToken));
    }

    private static async Task<Page<RecordDocument>> ScrollAsync(
        HttpContext http, VectorCollections collections, [Description(CollectionEndpoints.NameRule)] string name, RecordScroll scroll, CancellationToken cancellationToken)
    {
        IVectorCollection collection = await collections.OpenAsync(http.Tenant(), http.Exact(name), cancellationToken);
        var query = new ScrollQuery { Filter = scroll.Filter, Limit = scroll.Limit, Cursor = scroll.Cursor, IncludeVectors = scroll.IncludeVectors };
        ScrollPage page = await collection.ScrollAsync(query, cancellationToken);
        return new Page<RecordDocument>
        {
            Items = [.. page.Records.Select(record => RecordDocument.Of(record, scroll.IncludeVectors))],
            NextCursor = page.Cursor,
        };
    }

    private static async Task<RecordCount> CountAsync(
        HttpContext http, VectorCollections collections, [Description(CollectionEndpoints.NameRule)] string name, RecordFilter filter, CancellationToken cancellationToken)
    {
        IVectorCollection collection = await collections.OpenAsync(http.Tenant(), http.Exact(name), cancellationToken);
        return new RecordCount(await collection.CountAsync(filter.Filter, cancellationToken));
    }

    private static void CheckIds(IReadOnlyList<string> ids)
    {
        if (ids.Count is 0 or > MaxIds)
            throw new VectorStoreException("ids", $"{ids.Count} ids", $"1..{MaxIds} ids");
    }
}
