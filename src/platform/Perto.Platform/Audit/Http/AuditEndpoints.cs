using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Perto.Platform;

/// <summary>The audit log, under <c>/v1/audit</c>.</summary>
internal static class AuditEndpoints
{
    private const string TenantWords = "Whose log; without it the caller's own. Another's needs the scope operator; _installation has the requests whose key was nobody's.";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("", ListAsync)
            .RequireScope(Scope.Admin)
            .Documented("listAudit", "Who did what", "The newest first. Persons stand in it as keyed hashes, paths as their templates.")
            .WithExample(AuditExamples.Root + "?actor=local&action=keys.create&since=2025-01-31T00:00:00Z&limit=50", answer: AuditExamples.Records);
        api.MapGet("/verify", VerifyAsync)
            .RequireScope(Scope.Admin)
            .Documented("verifyAudit", "Whether the audit log is as it was written", "Reads all of it and compares it with its hashes; answers each entry that was changed, removed, added or moved.")
            .WithExample(AuditExamples.Root + "/verify", answer: AuditExamples.Verification);
    }

    private static async Task<Page<AuditRecord>> ListAsync(
        HttpContext http,
        AuditLog audit,
        AuditJournal journal,
        [Description(TenantWords)] string? tenant,
        [Description("Only of this actor: the id of a key, local, unknown, first_start or perto.")] string? actor,
        [Description("Only this action, such as keys.create.")] string? action,
        [Description("From this moment on.")] DateTimeOffset? since,
        [Description("Before this moment.")] DateTimeOffset? until,
        [Description(PagingWords.Limit), Range(1, Paging.MaxLimit), DefaultValue(Paging.DefaultLimit)] int? limit,
        [Description(PagingWords.Cursor)] string? cursor,
        CancellationToken cancellationToken)
    {
        TenantId owner = http.Caller().TenantOr(tenant);
        var paging = new Paging(limit, cursor);
        await journal.FlushAsync(cancellationToken);
        return await audit.ListAsync(owner, new AuditFilter { Actor = actor, Action = action, Since = since, Until = until }, paging, cancellationToken);
    }

    private static async Task<AuditVerification> VerifyAsync(
        HttpContext http, AuditLog audit, AuditJournal journal, [Description(TenantWords)] string? tenant, CancellationToken cancellationToken)
    {
        TenantId owner = http.Caller().TenantOr(tenant);
        await journal.FlushAsync(cancellationToken);
        return await audit.VerifyAsync(owner, cancellationToken);
    }
}
