using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;
using Perto.Platform.Victim;
using Perto.Postgres;

// A process that works until it is killed, and says on standard output what it was promised: the tests hold Perto to it.
string job = args[0];
string folder = args[1];
string? postgres = args.ElementAtOrDefault(2);
IConfiguration configuration = new ConfigurationBuilder()
    .AddInMemoryCollection(new Dictionary<string, string?> { ["Perto:DataFolder"] = folder, ["Perto:Database:Url"] = postgres })
    .Build();
var services = new ServiceCollection();
services.AddLogging();
services.AddPerto(configuration)
    .AddModule("victim", module => module.OutboxHandler<Effects>(Effects.Topic, Effects.Options).Embedder<PrintingEmbedder>())
    .UsePostgres();
await using ServiceProvider provider = services.BuildServiceProvider();
return job switch
{
    "write" => await Writing.RunAsync(provider.GetRequiredService<IDatabase>()),
    "own" => await Owning.RunAsync(provider.GetRequiredService<DataFolder>()),
    "enqueue" => await Enqueuing.RunAsync(provider, writer: args[3]),
    "drain" => await Enqueuing.DrainAsync(provider),
    "reembed" => await Reembedding.RunAsync(provider),
    _ => throw new ArgumentException($"No job '{job}'; there are: write, own, enqueue, drain, reembed"),
};
