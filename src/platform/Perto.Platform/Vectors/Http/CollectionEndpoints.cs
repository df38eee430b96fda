using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Perto.Vectors;

namespace Perto.Platform;

internal static class CollectionEndpoints
{
    /// <summary>What a name in the path is.</summary>
    public const string NameRule = "1 to 128 letters, digits and - _ . : @ /, url-encoded; to read, also the alias of a derived collection";

    // As long as it takes to read or write some hundred gigabytes.
    private const int LongWorkSeconds = 3_600;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/collections", ListAsync)
            .Documented("listVectorCollections", "The vector collections", "By name, with what each holds and how it does; derived ones say which part of Perto makes them.")
            .WithExample(VectorExamples.Collections, answer: VectorExamples.List);
        api.MapPut("/collections/{name}", CreateAsync)
            .Documented(
                "createVectorCollection",
                "Creates a collection",
                "Again with the same schema it changes nothing. Another schema under a name that is taken is refused with 409 collection_schema, the name of a derived collection with 409 collection_derived.")
            .MayAnswerProblem("collection_schema", "collection_derived", "not_supported")
            .WithExample(VectorExamples.Collections + "/books", request: VectorExamples.Shape, answer: VectorExamples.Collection, status: StatusCodes.Status201Created);
        api.MapGet("/collections/{name}", GetAsync)
            .Documented("getVectorCollection", "A collection", "Its schema, what it holds and how it does.")
            .WithExample(VectorExamples.Films, answer: VectorExamples.Collection);
        api.MapDelete("/collections/{name}", DeleteAsync)
            .RequireScope(Scope.Admin)
            .Documented("deleteVectorCollection", "Deletes a collection", "With all its records, for good. A derived collection is refused with 409 collection_derived.")
            .MayAnswerProblem("collection_derived")
            .WithExample(VectorExamples.Collections + "/old", status: StatusCodes.Status204NoContent);
        api.MapGet("/collections/{name}/statistics", StatisticsAsync)
            .Documented("getVectorStatistics", "What a collection holds and what that takes", "Counted at this moment; what a store does not tell is estimated or 0.")
            .WithExample(VectorExamples.Films + "/statistics", answer: VectorExamples.Statistics);
        api.MapPost("/collections/{name}/compact", CompactAsync)
            .RequireScope(Scope.Admin)
            .Documented(
                "compactVectorCollection",
                "Takes the space of replaced, deleted and expired records back",
                "It happens by itself when they are a third. Answers what the collection took before and after; searches and writes go on meanwhile.")
            .WithTimeLimit(LongWorkSeconds)
            .WithExample(VectorExamples.Films + "/compact", answer: VectorExamples.Compaction);
        api.MapPost("/verify", VerifyAsync)
            .RequireScope(Scope.Operator)
            .Documented(
                "verifyVectorStore",
                "Reads every byte of the store's files",
                "Answers each file that is not as it was written, with the place and what is wrong. Nothing is repaired; searches and writes go on meanwhile.")
            .WithTimeLimit(LongWorkSeconds)
            .WithExample("/v1/vectors/verify", answer: VectorExamples.Verification);
        api.MapGet("/collections/{name}/health", HealthAsync)
            .Documented("getVectorHealth", "How a collection does", "Answers also where the collection cannot.")
            .WithExample(VectorExamples.Films + "/health", answer: VectorExamples.Health);
    }

    private static async Task<Page<VectorCollectionInfo>> ListAsync(HttpContext http, VectorCollections collections, CancellationToken cancellationToken) =>
        new() { Items = await collections.ListAsync(http.Tenant(), cancellationToken) };

    private static async Task<Results<Ok<VectorCollectionInfo>, Created<VectorCollectionInfo>>> CreateAsync(
        HttpContext http, VectorCollections collections, [Description(NameRule)] string name, CollectionShape shape, CancellationToken cancellationToken)
    {
        string exact = http.Exact(name);
        (VectorCollectionInfo collection, bool created) = await collections.CreateAsync(http.Tenant(), exact, shape, cancellationToken);
        return created ? TypedResults.Created($"/v1/vectors/collections/{Uri.EscapeDataString(exact)}", collection) : TypedResults.Ok(collection);
    }

    private static Task<VectorCollectionInfo> GetAsync(
        HttpContext http, VectorCollections collections, [Description(NameRule)] string name, CancellationToken cancellationToken) =>
        collections.DescribeAsync(http.Tenant(), http.Exact(name), cancellationToken);

    private static async Task<NoContent> DeleteAsync(
        HttpContext http, VectorCollections collections, [Description(NameRule)] string name, CancellationToken cancellationToken)
    {
        await collections.DeleteAsync(http.Tenant(), http.Exact(name), cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<CollectionStatistics> StatisticsAsync(
        HttpContext http, VectorCollections collections, [Description(NameRule)] string name, CancellationToken cancellationToken) =>
        await (await collections.OpenAsync(http.Tenant(), http.Exact(name), cancellationToken)).StatisticsAsync(cancellationToken);

    private static Task<VerificationReport> VerifyAsync(VectorCollections collections, CancellationToken cancellationToken) =>
        collections.VerifyAsync(progress: null, cancellationToken);

    private static Task<CompactionReport> CompactAsync(
        HttpContext http, VectorCollections collections, [Description(NameRule)] string name, CancellationToken cancellationToken) =>
        collections.CompactAsync(http.Tenant(), http.Exact(name), progress: null, cancellationToken);

    private static async Task<CollectionHealth> HealthAsync(
        HttpContext http, VectorCollections collections, [Description(NameRule)] string name, CancellationToken cancellationToken) =>
        await (await collections.OpenAsync(http.Tenant(), http.Exact(name), cancellationToken)).HealthAsync(cancellationToken);
}
