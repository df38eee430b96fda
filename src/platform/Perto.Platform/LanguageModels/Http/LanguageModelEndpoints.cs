using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Perto.Platform;

/// <summary>The HTTP API of the language models, under <c>/v1/language-models</c>.</summary>
internal static class LanguageModelEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("", ListAsync)
            .RequireScope(Scope.Admin)
            .Documented(
                "listLanguageModels",
                "The providers of language models",
                "By name: what their models are for, which of them stand in the settings and what they cost, how the service does as this server sees it, and the setting that is missing where one is. Keys are never shown.")
            .WithExample(LanguageModelExamples.Root, answer: LanguageModelExamples.Providers);
        api.MapGet("/usage", UsageAsync)
            .RequireScope(Scope.Admin)
            .Documented(
                "getLanguageModelUsage",
                "What language models took and cost",
                "By day (UTC), provider, model and purpose, the newest days first. Costs are in millionths of a US dollar, of the requests whose cost is known; the others are counted in unpriced_requests. Where a limit of spending is set, requests whose provider did not say what they took cost what is estimated, and are counted in estimated_requests.")
            .WithExample(LanguageModelExamples.Root + "/usage?from=2025-01-01&to=2025-01-31", answer: LanguageModelExamples.Usage);
    }

    private static async Task<Page<LanguageModelProvider>> ListAsync(LocalLanguageModels models, CancellationToken cancellationToken) =>
        new() { Items = await models.ListAsync(cancellationToken) };

    private static async Task<Page<ModelUsageRow>> UsageAsync(
        HttpContext http,
        LocalLanguageModels models,
        TimeProvider clock,
        [Description("The first day, such as 2025-01-01; without it the first day of the month of to.")] string? from,
        [Description("The last day, such as 2025-01-31; without it today. At most 366 days with the first.")] string? to,
        [Description("Whose; without it the caller's own. Another's needs the scope operator; _installation has work that belongs to no tenant.")] string? tenant,
        CancellationToken cancellationToken)
    {
        TenantId owner = http.Caller().TenantOr(tenant);
        DateOnly last = Day("to", to) ?? DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        DateOnly first = Day("from", from) ?? new DateOnly(last.Year, last.Month, 1);
        return new Page<ModelUsageRow> { Items = await models.UsageAsync(owner, first, last, cancellationToken) };
    }

    private static DateOnly? Day(string field, string? given) =>
        given is null ? null
        : DateOnly.TryParseExact(given, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) ? day
        : throw new InvalidValueException(field, given, "a day such as 2025-01-31", $"{field} must be a day such as 2025-01-31; got '{given}'");
}
