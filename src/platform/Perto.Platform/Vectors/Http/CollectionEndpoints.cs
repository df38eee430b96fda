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

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/collections", ListAsync)
            .Documented("listVectorCollections", "The vector collections", "By name, with what each holds and how it does; derived ones say which part of Perto makes them.");
        api.MapPut("/collections/{name}", CreateAsync)
            .Documented(
                "createVectorCollection",
                "Creates a collection",
                "Again with the same schema it changes nothing. Another schema under a name that is taken is refused with 409 collection_schema, the name of a derived collection with 409 collection_derived.");
        api.MapGet("/collections/{name}", GetAsync)
            .Documented("getVectorCollection", "A collection", "Its schema, what it holds and how it does.");
        api.MapDelete("/collections/{name}", DeleteAsync)
            .RequireScope(Scope.Admin)
            .Documented("deleteVectorCollection", "Deletes a collection", "With all its records, for good. A derived collection is refused with 409 collection_derived.");
        api.MapGet("/collections/{name}/statistics", StatisticsAsync)
            .Documented("getVectorStatistics", "What a collection holds and what that takes");
        api.MapPost("/collections/{name}/compact", CompactAsync)
            .RequireScope(Scope.Admin)
            .Documented(
                "compactVectorCollection",
                "Takes the space of replaced, deleted and expired records back",
                "It happens by itself when they are a third. Answers what the collection took before and after; searches and writes go on meanwhile.");
        api.MapPost("/verify", VerifyAsync)
            .RequireScope(Scope.Operator)
            .Documented(
                "verifyVectorStore",
                "Reads every byte of the store's files",
                "Answers each file that is not as it was written, with the place and what is wrong. Nothing is repaired; searches and writes go on meanwhile.");
        api.MapGet("/collections/{name}/health", HealthAsync)
            .Documented("getVectorHealth", "How a collection does", "Answers also where the collection cannot.");
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
