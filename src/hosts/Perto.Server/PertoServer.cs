using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Perto.Platform;

namespace Perto.Server;

/// <summary>Makes the server that <c>perto serve</c> runs and that tests start.</summary>
public static class PertoServer
{
    private static readonly Dictionary<string, string> Switches = new(StringComparer.OrdinalIgnoreCase)
    {
        ["--urls"] = "Perto:Server:Urls",
        ["--workers"] = "Perto:Workers",
        ["--data"] = "Perto:DataFolder",
    };

    /// <summary>Makes a server from the command line's arguments.</summary>
    /// <param name="args">See <see cref="PertoServerOptions.Args"/>.</param>
    /// <param name="compose">Adds modules beside the product's own.</param>
    /// <returns>The server, not started; dispose of it to let the data folder go.</returns>
    /// <exception cref="InvalidSettingException">A setting cannot be used, such as an address that other machines reach.</exception>
    public static PertoHost Create(string[] args, Action<PertoBuilder>? compose = null) =>
        Create(new PertoServerOptions { Args = args }, compose);

    /// <summary>Makes a server.</summary>
    /// <param name="options">Arguments and settings.</param>
    /// <param name="compose">Adds modules beside the product's own.</param>
    /// <returns>The server, not started; dispose of it to let the data folder go.</returns>
    /// <exception cref="InvalidSettingException">A setting cannot be used, such as an address that other machines reach.</exception>
    public static PertoHost Create(PertoServerOptions options, Action<PertoBuilder>? compose = null)
    {
        // Empty, so that nothing is taken from places that nobody would look at, such as a Kestrel section that opens an address.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Perto.Server" });
        Configure(builder.Configuration, options);
        PertoBuilder perto = builder.Services.AddPertoProduct(builder.Configuration);
        Log(builder, perto.Settings.Telemetry);
        Listen(builder);
        compose?.Invoke(perto);

        WebApplication app = builder.Build();
        app.UsePerto();
        return new PertoHost(app);
    }

    /// <summary>The OpenAPI 3.1 document of the server that <paramref name="compose"/> makes, without starting it.</summary>
    public static async Task<string> OpenApiAsync(Action<PertoBuilder>? compose = null, CancellationToken cancellationToken = default)
    {
        await using PertoHost host = Create(new PertoServerOptions(), compose);
        return await host.Services.GetRequiredService<ApiDocument>().TextAsync(cancellationToken);
    }

    private static void Configure(ConfigurationManager configuration, PertoServerOptions options)
    {
        configuration.AddJsonFile(Path.GetFullPath("appsettings.json"), optional: true, reloadOnChange: false);
        configuration.AddPlainNames();
        configuration.AddEnvironmentVariables();
        configuration.AddCommandLine([.. options.Args], Switches);
        configuration.AddInMemoryCollection(options.Settings);
    }

    private static void Log(WebApplicationBuilder builder, TelemetrySettings settings)
    {
        // Before the settings, so that they can ask for more.
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        // It logs nothing from Warning on, but makes a scope for every request while it may.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        builder.Logging.AddPertoConsole(settings);
        builder.Logging.Configure(factory => factory.ActivityTrackingOptions = ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);
        builder.Services.Configure<ConsoleLifetimeOptions>(lifetime => lifetime.SuppressStatusMessages = true);
    }

    private static void Listen(WebApplicationBuilder builder)
    {
        builder.WebHost.UseKestrelCore();
        builder.Services.AddOptions<KestrelServerOptions>().Configure<IOptions<ServerSettings>>(static (kestrel, settings) =>
        {
            kestrel.AddServerHeader = false;
            Limit(kestrel.Limits, settings.Value);
            foreach (ListenAddress address in ListenAddress.ParseAll(settings.Value.Urls))
            {
                if (address.Ip is { } ip)
                    kestrel.Listen(ip, address.Port);
                else if (address.IsLoopback)
                    kestrel.ListenLocalhost(address.Port);
                else
                    kestrel.ListenAnyIP(address.Port);
            }
        });
        builder.Services.AddOptions<HostOptions>().Configure<IOptions<ServerSettings>>(
            static (host, settings) => host.ShutdownTimeout = TimeSpan.FromSeconds(settings.Value.DrainDelaySeconds + settings.Value.DrainSeconds));
    }

    private static void Limit(KestrelServerLimits limits, ServerSettings settings)
    {
        limits.MaxRequestBodySize = settings.MaxBodyBytes;
        limits.MaxRequestLineSize = 2 * AddressRule.MaxLength;
        limits.MaxRequestHeadersTotalSize = 32 * 1024;
        limits.MaxRequestHeaderCount = 100;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(30);
        MinDataRate? slowest = settings.MinBytesPerSecond == 0 ? null : new MinDataRate(settings.MinBytesPerSecond, TimeSpan.FromSeconds(5));
        limits.MinRequestBodyDataRate = slowest;
        limits.MinResponseDataRate = slowest;
    }
}
