using System.ComponentModel;
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
        api.MapGet("/overview", OverviewAsync)
            .Documented("getOverview", "What this server keeps, does and how it is", "The console's first page. It answers while the server starts, too.")
            .WithExample("/v1/overview", answer: OverviewExamples.Overview);
        api.MapGet("/models", ModelsAsync)
            .Documented("getModels", "The versions of all models", "By name, and then the newest first, with what each measured and whether it is live.")
            .WithExample("/v1/models", answer: OverviewExamples.Models);
        api.MapGet("/tasks", TasksAsync)
            .Documented("getTasks", "Long work", "Imports and trainings that run or ended lately, newest first; at most 50.")
            .WithExample("/v1/tasks", answer: OverviewExamples.Tasks);
        app.MapGroup("/v1").WithTags("overview").MapPost("/models/{name}/rollback", RollbackAsync)
            .RequireScope(Scope.Admin)
            .Documented(
                "rollbackModel",
                "Brings back the version of a model that was live before",
                "The live version is retired and the one before it serves the next request, on other servers within five seconds.")
            .MayAnswerProblem("no_earlier_model")
            .WithExample("/v1/models/taste/rollback", answer: OverviewExamples.RolledBack);
    }

    /// <summary>What this server keeps, does and how it is.</summary>
    internal static Task<OverviewAnswer> OverviewAsync(HttpContext context, OverviewReader overview, CancellationToken cancellationToken) =>
        overview.ReadAsync(context.Tenant(), cancellationToken);

    /// <summary>The versions of all models, by name and then the newest first.</summary>
    internal static async Task<Page<ModelAnswer>> ModelsAsync(HttpContext context, ModelRegistry models, CancellationToken cancellationToken) =>
        new() { Items = [.. (await models.ListAsync(context.Tenant(), name: null, cancellationToken)).Select(ModelAnswer.Of)] };

    /// <summary>Retires the live version of a model and brings back the one before it.</summary>
    internal static async Task<ModelAnswer> RollbackAsync(
        HttpContext context, ModelRegistry models, [Description("The name of the model, as the list gives it")] string name, CancellationToken cancellationToken) =>
        ModelAnswer.Of(await models.RollbackAsync(context.Tenant(), name, cancellationToken));

    /// <summary>Imports and trainings that run or ended lately, newest first; at most 50.</summary>
    internal static async Task<Page<TaskProgress>> TasksAsync(HttpContext context, TaskList tasks, CancellationToken cancellationToken) =>
        new() { Items = await tasks.ReadAsync(context.Tenant(), cancellationToken) };
}
