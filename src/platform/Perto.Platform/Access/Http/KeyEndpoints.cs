using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Perto.Platform;

/// <summary>API keys, under <c>/v1/keys</c>.</summary>
internal static class KeyEndpoints
{
    private const string IdWords = "The id of the key, as the list gives it";
    private const string TenantWords = "Whose keys; without it the caller's own. Another's needs the scope operator.";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("", ListAsync)
            .RequireScope(Scope.Admin)
            .Documented("listKeys", "The API keys", "Oldest first, with those that are expired or revoked. Their secrets are kept nowhere.")
            .WithExample(KeyExamples.Root + "?tenant=local&limit=50", answer: KeyExamples.Keys);
        api.MapPost("", CreateAsync)
            .RequireScope(Scope.Admin)
            .AuditsItself()
            .WithMetadata(new SecretAnswer())
            .Documented("createKey", "Makes an API key", "The answer is the only place where the key is shown. A caller can give only scopes that it has.")
            .WithExample(KeyExamples.Root, request: KeyExamples.Draft, answer: KeyExamples.Issued, status: StatusCodes.Status201Created);
        api.MapPost("/{id}/rotate", RotateAsync)
            .RequireScope(Scope.Admin)
            .AuditsItself()
            .WithMetadata(new SecretAnswer())
            .Documented(
                "rotateKey", "Replaces an API key", "By one with the same name, scopes and length of life. The old one goes on working for grace_seconds, 24 hours when nothing is said.")
            .MayAnswerProblem("key_not_active")
            .WithExample(KeyExamples.Path + "/rotate", request: KeyExamples.Rotation, answer: KeyExamples.Rotated, status: StatusCodes.Status201Created);
        api.MapDelete("/{id}", RevokeAsync)
            .RequireScope(Scope.Admin)
            .AuditsItself()
            .Documented("revokeKey", "Takes an API key back", "This server refuses it at once, the others within five seconds.")
            .WithExample(KeyExamples.Path, status: StatusCodes.Status204NoContent);
        api.MapGet("/me", Me)
            .RequireAnyKey()
            .Documented("getKeyInUse", "Who the server takes the caller for", "With any key, whatever it allows; also where no key is needed.")
            .WithExample(KeyExamples.Root + "/me", answer: KeyExamples.Me);
    }

    private static Task<Page<ApiKey>> ListAsync(
        HttpContext http,
        KeyStore keys,
        [Description(TenantWords)] string? tenant,
        [Description(PagingWords.Limit), Range(1, Paging.MaxLimit), DefaultValue(Paging.DefaultLimit)] int? limit,
        [Description(PagingWords.Cursor)] string? cursor,
        CancellationToken cancellationToken) =>
        keys.ListAsync(http.Caller(), tenant, new Paging(limit, cursor), cancellationToken);

    private static async Task<Created<IssuedKey>> CreateAsync(HttpContext http, KeyStore keys, KeyDraft draft, CancellationToken cancellationToken)
    {
        IssuedKey issued = await keys.CreateAsync(http.Caller(), draft, cancellationToken);
        return TypedResults.Created((string?)null, issued);
    }

    private static async Task<Created<IssuedKey>> RotateAsync(
        HttpContext http, KeyStore keys, [Description(IdWords)] string id, KeyRotation? rotation, [Description(TenantWords)] string? tenant, CancellationToken cancellationToken)
    {
        IssuedKey issued = await keys.RotateAsync(http.Caller(), id, rotation ?? new KeyRotation(), tenant, cancellationToken);
        return TypedResults.Created((string?)null, issued);
    }

    private static async Task<NoContent> RevokeAsync(
        HttpContext http, KeyStore keys, [Description(IdWords)] string id, [Description(TenantWords)] string? tenant, CancellationToken cancellationToken)
    {
        await keys.RevokeAsync(http.Caller(), id, tenant, cancellationToken);
        return TypedResults.NoContent();
    }

    private static WhoAmI Me(HttpContext http)
    {
        Caller caller = http.Caller();
        return new WhoAmI { Tenant = caller.Tenant.Value, Actor = caller.Actor, Scopes = caller.Scopes.Texts, Key = caller.Key };
    }
}
