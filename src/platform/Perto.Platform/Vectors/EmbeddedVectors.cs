using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Perto.Vectors.Storage;

namespace Perto.Platform;

/// <summary>The embedded vector store of the data folder.</summary>
internal static partial class EmbeddedVectors
{
    private const string Folder = "vectors";

    public static EmbeddedVectorStore Open(IServiceProvider services)
    {
        PertoSettings settings = services.GetRequiredService<PertoSettings>();
        TimeProvider clock = services.GetRequiredService<TimeProvider>();
        ILogger logger = (services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger<EmbeddedVectorStore>();
        DataFolder folder;
        try
        {
            folder = services.GetRequiredService<DataFolder>();
        }
        catch (DataFolderInUseException) when (services.GetRequiredService<IDatabase>().Dialect == SqlDialect.Postgres)
        {
            // Many servers may share one PostgreSQL and name the same folder; derived collections are made from the database.
            NotDurable(logger, settings.DataFolder);
            return new EmbeddedVectorStore(clock);
        }
        var options = new EmbeddedStoreOptions
        {
            Commit = settings.Vectors.Commit,
            CommitInterval = settings.Vectors.CommitInterval,
            IndexThreads = settings.Vectors.IndexThreads ?? Environment.ProcessorCount,
            BackgroundFault = fault => Failed(logger, fault),
        };
        return EmbeddedVectorStore.Open(Path.Combine(folder.Path, Folder), options, clock);
    }

    [LoggerMessage(1, LogLevel.Warning, "Another process has the data folder {Folder}: vectors are in memory only, and collections of your own are gone with this process")]
    private static partial void NotDurable(ILogger logger, string folder);

    [LoggerMessage(2, LogLevel.Error, "The vector store failed in the background; nothing that was acknowledged is lost, and it is tried again")]
    private static partial void Failed(ILogger logger, Exception exception);
}
