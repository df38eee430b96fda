using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Perto.Platform;

namespace Perto.Server;

/// <summary>What the console's first page asks for. It shows a server that is starting too.</summary>
internal static class OverviewEndpoints
{
    public static void MapOverview(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder api = app.MapGroup("/v1").WithTags("overview").WithMetadata(new OpenWhileStarting());
        api.MapGet("/overview", OverviewAsync);
        api.MapGet("/models", ModelsAsync);
        api.MapGet("/tasks", TasksAsync);
    }

    /// <summary>What this server keeps, does and how it is.</summary>
    internal static Task<OverviewAnswer> OverviewAsync(HttpContext context, OverviewReader overview, CancellationToken cancellationToken) =>
        overview.ReadAsync(context.Tenant(), cancellationToken);

    /// <summary>The versions of all models, by name and then the newest first.</summary>
    internal static async Task<Page<ModelAnswer>> ModelsAsync(HttpContext context, ModelRegistry models, CancellationToken cancellationToken) =>
        new() { Items = [.. (await models.ListAsync(context.Tenant(), name: null, cancellationToken)).Select(ModelAnswer.Of)] };

    /// <summary>Imports and trainings that run or ended lately, newest first; at most 50.</summary>
    internal static async Task<Page<TaskProgress>> TasksAsync(HttpContext context, TaskList tasks, CancellationToken cancellationToken) =>
        new() { Items = await tasks.ReadAsync(context.Tenant(), cancellationToken) };
}
