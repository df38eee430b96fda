using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Perto.Server;

namespace Perto.Benchmarks.Server;

/// <summary>The two servers that are compared: ASP.NET with one endpoint and nothing else, and Perto with the same endpoint below <c>/v1</c>.</summary>
internal static class BareServer
{
    /// <summary>Path of the endpoint that does nothing.</summary>
    public const string Path = "/v1/nothing/empty";

    /// <summary>Runs one of them until it is killed, and prints its address.</summary>
    public static async Task<int> RunAsync(string which, string dataFolder)
    {
        if (which == "bare")
        {
            await using WebApplication bare = Bare();
            await bare.StartAsync(CancellationToken.None);
            Console.WriteLine(bare.Urls.First());
            await bare.WaitForShutdownAsync(CancellationToken.None);
        }
        else
        {
            await using PertoHost perto = Perto(dataFolder);
            await perto.StartAsync(CancellationToken.None);
            await perto.WaitUntilReadyAsync(CancellationToken.None);
            Console.WriteLine(perto.Address);
            await perto.WaitForShutdownAsync();
        }

        return 0;
    }

    /// <summary>Kestrel, routing, one endpoint.</summary>
    public static WebApplication Bare()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRouting();
        builder.Services.Configure<KestrelServerOptions>(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        WebApplication app = builder.Build();
        app.UseRouting();
        app.MapGet(Path, Answer);
        app.UseEndpoints(_ => { });
        return app;
    }

    /// <summary>The whole product, with the endpoint beside its own.</summary>
    public static PertoHost Perto(string dataFolder) => PertoServer.Create(
        new PertoServerOptions
        {
            Settings = new Dictionary<string, string?>
            {
                ["Perto:DataFolder"] = dataFolder,
                ["Perto:Server:Urls"] = "http://127.0.0.1:0",
            },
        },
        perto => perto.AddModule("nothing", module => module.Endpoints(api => api.MapGet("/empty", Answer))));

    private static string Answer() => "ok";
}
