using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Perto.Platform;

/// <summary>The HTTP API of the derived collections, under <c>/v1/collections</c>.</summary>
internal static class RebuildEndpoints
{
    private const string AliasWords = "The alias, url-encoded";
    private const string IdWords = "The id that the start answered";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("", ListAsync)
            .RequireScope(Scope.Admin)
            .Documented(
                "listDerivedCollections", "The derived collections", "By alias, the live one of each first, with its model, its records and how far it is made anew.")
            .WithExample(RebuildExamples.Root, answer: RebuildExamples.Collections);
        api.MapPost("/{alias}/rebuild", RebuildAsync)
            .RequireScope(Scope.Admin)
            .Documented(
                "rebuildDerivedCollection",
                "Writes the copy in the vector store anew",
                "From the embeddings of the database, in the background; searches go on meanwhile. A worker of any server takes it within a second or two. 409 rebuild_running while the alias is made anew already.")
            .MayAnswerProblem("rebuild_running")
            .WithExample(RebuildExamples.Root + "/film-plots/rebuild", answer: RebuildExamples.Rebuild, status: StatusCodes.Status202Accepted);
        api.MapPost("/{alias}/reembed", ReembedAsync)
            .RequireScope(Scope.Admin)
            .Documented(
                "reembedDerivedCollection",
                "Embeds all records under another model",
                "In the background, into a collection beside the live one; what changes meanwhile is caught up, then the alias switches all at once. A failure or a cancellation leaves the alias where it was.")
            .MayAnswerProblem("rebuild_running", "model_live")
            .WithExample(
                RebuildExamples.Root + "/film-reviews/reembed", request: RebuildExamples.Model, answer: RebuildExamples.Reembedding, status: StatusCodes.Status202Accepted);
        api.MapGet("/rebuilds/{id}", FindAsync)
            .RequireScope(Scope.Admin)
            .Documented("getCollectionRebuild", "A rebuild", "How far it is, how fast, and how it ended.")
            .WithExample(RebuildExamples.Path, answer: RebuildExamples.Running);
        api.MapDelete("/rebuilds/{id}", CancelAsync)
            .RequireScope(Scope.Admin)
            .Documented("cancelCollectionRebuild", "Cancels a rebuild", "Answers at once; it ends within seconds. One that has ended stays as it ended.")
            .WithExample(RebuildExamples.Path, status: StatusCodes.Status204NoContent);
    }

    private static async Task<Page<CollectionInfo>> ListAsync(HttpContext http, LocalCollectionRebuilds rebuilds, CancellationToken cancellationToken) =>
        new() { Items = await rebuilds.Of(http.Tenant()).ListAsync(cancellationToken) };

    private static async Task<Accepted<CollectionRebuild>> RebuildAsync(
        HttpContext http, LocalCollectionRebuilds rebuilds, [Description(AliasWords)] string alias, CancellationToken cancellationToken) =>
        Accepted(await rebuilds.Of(http.Tenant()).RebuildAsync(http.Exact(alias), cancellationToken));

    private static async Task<Accepted<CollectionRebuild>> ReembedAsync(
        HttpContext http, LocalCollectionRebuilds rebuilds, [Description(AliasWords)] string alias, ReembedRequest request, CancellationToken cancellationToken) =>
        Accepted(await rebuilds.Of(http.Tenant()).ReembedAsync(http.Exact(alias), request.Model, cancellationToken));

    private static Task<CollectionRebuild> FindAsync(HttpContext http, LocalCollectionRebuilds rebuilds, [Description(IdWords)] string id, CancellationToken cancellationToken) =>
        rebuilds.Of(http.Tenant()).FindAsync(id, cancellationToken);

    private static async Task<NoContent> CancelAsync(HttpContext http, LocalCollectionRebuilds rebuilds, [Description(IdWords)] string id, CancellationToken cancellationToken)
    {
        await rebuilds.Of(http.Tenant()).CancelAsync(id, cancellationToken);
        return TypedResults.NoContent();
    }

    private static Accepted<CollectionRebuild> Accepted(CollectionRebuild rebuild) =>
        TypedResults.Accepted($"/v1/collections/rebuilds/{rebuild.Id}", rebuild);
}
