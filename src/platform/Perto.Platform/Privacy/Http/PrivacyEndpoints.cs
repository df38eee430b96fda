using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Perto.Platform;

/// <summary>The HTTP API of privacy, under <c>/v1/privacy</c>.</summary>
internal static class PrivacyEndpoints
{
    private const string IdWords = "The id of the erasure, as its start answered it";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("", DescribeAsync)
            .Documented("describePrivacy", "What is kept about people", "Tables with their columns and how long rows are kept, all other places, and which vector collections are about people.")
            .WithExample(PrivacyExamples.Root, answer: PrivacyExamples.Description);
        api.MapPost("/erasures", EraseAsync)
            .RequireScope(Scope.Admin)
            .Documented(
                "startErasure",
                "Erases a person",
                "Answers when the request is durable: from then on new data of the person are refused with 409 person_erased. The receipt says how far it is; it names the person only by a keyed hash.")
            .MayAnswerProblem("workers_off")
            .WithExample(PrivacyExamples.Erasures, request: PrivacyExamples.Subject, answer: PrivacyExamples.Running, status: StatusCodes.Status202Accepted);
        api.MapGet("/erasures", ListAsync)
            .RequireScope(Scope.Admin)
            .Documented("listErasures", "Receipts of erasures", "Latest first.")
            .WithExample(PrivacyExamples.Erasures + "?limit=50", answer: PrivacyExamples.Receipts);
        api.MapGet("/erasures/{id}", FindAsync)
            .RequireScope(Scope.Admin)
            .Documented("getErasure", "The receipt of an erasure", "How many things were deleted where, and when the last was gone.")
            .WithExample(PrivacyExamples.Erasure, answer: PrivacyExamples.Receipt);
        api.MapPost("/erasures/{id}/verify", VerifyAsync)
            .RequireScope(Scope.Admin)
            .Documented("verifyErasure", "Whether a receipt is about a person", "Compares the keyed hash of the id that is given with that of the receipt.")
            .WithExample(PrivacyExamples.Erasure + "/verify", request: PrivacyExamples.Subject, answer: """{ "matches": true }""");
        api.MapPost("/suppressions/lift", AllowAsync)
            .RequireScope(Scope.Admin)
            .Documented("liftSuppression", "Takes an erased person's data again", "Answers whether they were refused before.")
            .WithExample(PrivacyExamples.Root + "/suppressions/lift", request: PrivacyExamples.Subject, answer: """{ "lifted": true }""");
        api.MapPost("/exports", ExportAsync)
            .RequireScope(Scope.Admin)
            .WithMetadata(new AnswerNotKept())
            .Produces(StatusCodes.Status200OK, contentType: "application/zip")
            .Documented(
                "exportPerson",
                "What is known of a person",
                "A zip archive with a JSON file for each place and a manifest with counts and hashes. The answer is never kept for an Idempotency-Key.")
            .WithExample(PrivacyExamples.Root + "/exports", request: PrivacyExamples.Subject);
        api.MapPut("/collections/{name}", DeclareAsync)
            .RequireScope(Scope.Admin)
            .Documented("declarePeopleCollection", "Says that a vector collection is about people", "Erasures and exports then look into it: by the records' ids, or by a payload field.")
            .MayAnswerProblem("collection_derived")
            .WithExample(PrivacyExamples.People, request: PrivacyExamples.Field, answer: PrivacyExamples.Collection);
        api.MapDelete("/collections/{name}", WithdrawAsync)
            .RequireScope(Scope.Admin)
            .Documented("withdrawPeopleCollection", "Says that a vector collection is not about people", "Its records stay.")
            .WithExample(PrivacyExamples.People, status: StatusCodes.Status204NoContent);
    }

    private static Task<PrivacyDescription> DescribeAsync(HttpContext http, PrivacyReader privacy, CancellationToken cancellationToken) =>
        privacy.DescribeAsync(http.Tenant(), cancellationToken);

    private static async Task<Accepted<ErasureReceipt>> EraseAsync(
        HttpContext http, Erasures erasures, PertoSettings settings, IDatabase database, SubjectRequest request, CancellationToken cancellationToken)
    {
        if (!settings.Workers && database.Dialect == SqlDialect.Sqlite)
            throw new ConflictException("workers_off", "This server does no background work (--workers false) and no other can; start it with workers");
        ErasureReceipt receipt = await erasures.RequestAsync(http.Tenant(), request.Subject, cancellationToken);
        return TypedResults.Accepted($"/v1/privacy/erasures/{receipt.Id}", receipt);
    }

    private static Task<Page<ErasureReceipt>> ListAsync(
        HttpContext http,
        Erasures erasures,
        [Description(PagingWords.Limit), Range(1, Paging.MaxLimit), DefaultValue(Paging.DefaultLimit)] int? limit,
        [Description(PagingWords.Cursor)] string? cursor,
        CancellationToken cancellationToken) =>
        erasures.ListAsync(http.Tenant(), new Paging(limit, cursor), cancellationToken);

    private static Task<ErasureReceipt> FindAsync(HttpContext http, Erasures erasures, [Description(IdWords)] string id, CancellationToken cancellationToken) =>
        erasures.FindAsync(http.Tenant(), id, cancellationToken);

    private static async Task<ReceiptCheck> VerifyAsync(
        HttpContext http, Erasures erasures, [Description(IdWords)] string id, SubjectRequest request, CancellationToken cancellationToken) =>
        new(await erasures.VerifyAsync(http.Tenant(), id, request.Subject, cancellationToken));

    private static async Task<SuppressionLifted> AllowAsync(
        HttpContext http, Suppressions suppressions, SubjectRequest request, CancellationToken cancellationToken) =>
        new(await suppressions.LiftAsync(http.Tenant(), request.Subject, cancellationToken));

    private static async Task ExportAsync(HttpContext http, PersonalDataExport export, SubjectRequest request, CancellationToken cancellationToken)
    {
        // Checked before the answer begins: after that a refusal could not be told.
        Subject.Check(request.Subject);
        // The archive writes headers of its files and its directory without awaiting; the data in between are awaited.
        if (http.Features.Get<IHttpBodyControlFeature>() is { } body)
            body.AllowSynchronousIO = true;
        http.Response.ContentType = "application/zip";
        http.Response.Headers.ContentDisposition = "attachment; filename=person.zip";
        http.Response.Headers.CacheControl = "no-store";
        await export.WriteAsync(http.Tenant(), request.Subject, http.Response.Body, cancellationToken);
    }

    private static Task<PeopleCollection> DeclareAsync(
        HttpContext http,
        PeopleCollections collections,
        [Description("The collection's name, url-encoded")] string name,
        PeopleCollectionRequest request,
        CancellationToken cancellationToken) =>
        collections.DeclareAsync(http.Tenant(), http.Exact(name), request.SubjectField, cancellationToken);

    private static async Task<NoContent> WithdrawAsync(
        HttpContext http, PeopleCollections collections, [Description("The collection's name, url-encoded")] string name, CancellationToken cancellationToken)
    {
        await collections.WithdrawAsync(http.Tenant(), http.Exact(name), cancellationToken);
        return TypedResults.NoContent();
    }
}
