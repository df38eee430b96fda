using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Perto.Platform;
using Perto.Vectors;

namespace Perto.Server.Tests;

/// <summary>A module whose endpoints fail in every way, count how often they run, and wait when they are told to.</summary>
internal sealed class Probe
{
    private int _runs;

    /// <summary>How often an endpoint that changes something has run.</summary>
    public int Runs => Volatile.Read(ref _runs);

    /// <summary>Set when <c>/wait</c> has begun.</summary>
    public TaskCompletionSource Waiting { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets <c>/wait</c> go on.</summary>
    public TaskCompletionSource GoOn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Set to true when <c>/wait</c> was cut off.</summary>
    public TaskCompletionSource<bool> Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Describe(ModuleBuilder module) => module.Endpoints(Map);

    private void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/invalid", string () => throw InvalidValueException.OutOfRange("n", 5000, 1, 500));
        app.MapGet("/long", string () => throw new InvalidValueException("name", new string('x', 5000), "short", "name is too long"));
        app.MapGet("/vector", string () => throw new VectorStoreException("filter.year.$gte", "old", "a number"));
        app.MapGet("/missing", string () => throw new NotFoundException("title", "17"));
        app.MapGet("/conflict", string () => throw new ConflictException("already_running", "An import runs already"));
        app.MapGet("/broken", string () => throw new InvalidOperationException("the password is hunter2"));
        app.MapGet("/half", async (HttpContext context) =>
        {
            context.Response.ContentType = "text/plain";
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync("half");
            await context.Response.Body.FlushAsync();
            throw new InvalidOperationException("after the first byte");
        });
        app.MapGet("/number", int (int n) => n);
        app.MapGet("/typed", string ([FromQuery(Name = "time_of_day")] int timeOfDay, [FromQuery(Name = "max_age")] double? maxAge) => $"{timeOfDay} {maxAge}");
        app.MapPost("/things", Created<ThingAnswer> (Thing thing, [FromQuery(Name = "dry_run")] bool? dryRun) => TypedResults.Created($"/v1/probe/things/{thing.Name}", new ThingAnswer(thing.Name, Interlocked.Increment(ref _runs))));
        app.MapPost("/refuse", string (Thing thing) =>
        {
            Interlocked.Increment(ref _runs);
            throw new InvalidValueException("name", thing.Name, "another one", "name must be another one");
        });
        app.MapPost("/fail", string () =>
        {
            Interlocked.Increment(ref _runs);
            throw new InvalidOperationException("down");
        });
        app.MapPost("/large", string (int size) =>
        {
            Interlocked.Increment(ref _runs);
            return new string('x', size);
        });
        app.MapDelete("/things/{name}", NoContent (string name) =>
        {
            Interlocked.Increment(ref _runs);
            return TypedResults.NoContent();
        });
        app.MapPost("/wait", WaitAsync);
        app.MapGet("/wait", WaitAsync);
        app.MapGet("/patient", WaitAsync).WithTimeLimit(300);
        app.MapPost("/small", string (Thing thing) => thing.Name).WithBodyLimit(30);
        app.MapPost("/read", async Task<long> (HttpContext context) =>
        {
            Waiting.TrySetResult();
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            return 0;
        });
        app.MapGet("/tenant", string (HttpContext context) => context.Tenant().Value);
    }

    private async Task<string> WaitAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _runs);
        Waiting.TrySetResult();
        try
        {
            await GoOn.Task.WaitAsync(cancellationToken);
            Ended.TrySetResult(false);
            return "done";
        }
        catch (OperationCanceledException)
        {
            Ended.TrySetResult(true);
            throw;
        }
    }
}

/// <summary>What <c>/things</c> takes.</summary>
internal sealed record Thing
{
    public required string Name { get; init; }

    public int Size { get; init; }

    public ThingColour Colour { get; init; }

    public IReadOnlyList<string> Parts { get; init; } = [];

    public Thing? Inner { get; init; }
}

internal enum ThingColour
{
    Red,
    DarkBlue,
}

internal sealed record ThingAnswer(string Name, int Run);
