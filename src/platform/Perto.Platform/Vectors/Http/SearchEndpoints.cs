using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Perto.Vectors;

namespace Perto.Platform;

internal static class SearchEndpoints
{
    // It searches for a minute at most, and draws its records before that.
    private const int RecallSeconds = 120;

    public static void Map(IEndpointRouteBuilder collection)
    {
        collection.MapPost("/search", SearchAsync)
            .RequireScope(Scope.Read)
            .Documented(
                "searchVectors",
                "The records nearest to a vector, or to a record",
                "Best first, with how they were found. Give value, or the id of a record for \"like this one\", which leaves the record itself out.")
            .WithExample(VectorExamples.Films + "/search", request: VectorExamples.Search, answer: VectorExamples.Hits);
        collection.MapPost("/search/batch", SearchBatchAsync)
            .RequireScope(Scope.Read)
            .Documented("searchVectorsBatch", "Several searches at once", "1 to 100, answered in their order; one that does not fit refuses them all.")
            .WithExample(VectorExamples.Films + "/search/batch", request: VectorExamples.Batch, answer: VectorExamples.Results);
        collection.MapPost("/search/fused", SearchFusedAsync)
            .RequireScope(Scope.Read)
            .Documented("searchVectorsFused", "The best records by several vectors together", "Two meanings, or words and meaning: the rankings of 2 to 8 searches become one.")
            .WithExample(VectorExamples.Films + "/search/fused", request: VectorExamples.Fused, answer: VectorExamples.Hits);
        collection.MapPost("/recall", MeasureAsync)
            .RequireScope(Scope.Read)
            .Documented(
                "measureVectorRecall",
                "How well the index finds, on the collection's own records",
                "Draws up to 200 records as queries, searches each exactly and with every ef, and answers the share that was found and the mean times. Searches for a minute at most.")
            .WithTimeLimit(RecallSeconds)
            .WithExample(VectorExamples.Films + "/recall", request: VectorExamples.Recall, answer: VectorExamples.RecallReport);
    }

    private static async Task<VectorSearchAnswer> SearchAsync(
        HttpContext http, VectorCollections collections, [Description(CollectionEndpoints.NameRule)] string name, VectorSearch search, CancellationToken cancellationToken)
    {
        IVectorCollection collection = await collections.OpenAsync(http.Tenant(), http.Exact(name), cancellationToken);
        return VectorSearchAnswer.Of(await collection.SearchAsync(search, cancellationToken));
    }

    private static async Task<VectorSearchAnswers> SearchBatchAsync(
        HttpContext http, VectorCollections collections, [Description(CollectionEndpoints.NameRule)] string name, VectorSearchBatch batch, CancellationToken cancellationToken)
    {
        IVectorCollection collection = await collections.OpenAsync(http.Tenant(), http.Exact(name), cancellationToken);
        return new VectorSearchAnswers([.. (await collection.SearchAsync(batch, cancellationToken)).Select(VectorSearchAnswer.Of)]);
    }

    private static async Task<VectorSearchAnswer> SearchFusedAsync(
        HttpContext http, VectorCollections collections, [Description(CollectionEndpoints.NameRule)] string name, FusedSearch search, CancellationToken cancellationToken)
    {
        IVectorCollection collection = await collections.OpenAsync(http.Tenant(), http.Exact(name), cancellationToken);
        return VectorSearchAnswer.Of(await collection.SearchAsync(search, cancellationToken));
    }

    private static async Task<RecallReport> MeasureAsync(
        HttpContext http,
        VectorCollections collections,
        TimeProvider clock,
        [Description(CollectionEndpoints.NameRule)] string name,
        RecallRequest request,
        CancellationToken cancellationToken)
    {
        IVectorCollection collection = await collections.OpenAsync(http.Tenant(), http.Exact(name), cancellationToken);
        return await new RecallMeasurement(collection, clock).RunAsync(request, progress: null, cancellationToken);
    }
}
