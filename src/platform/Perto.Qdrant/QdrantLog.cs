using Microsoft.Extensions.Logging;

namespace Perto.Qdrant;

/// <summary>What the vector store in Qdrant says in the log.</summary>
internal static partial class QdrantLog
{
    [LoggerMessage(1, LogLevel.Information, "Vectors are kept in {Server}")]
    public static partial void KeptInQdrant(ILogger logger, string server);

    [LoggerMessage(2, LogLevel.Warning, "Expired records were not deleted; the next writes will come to it again")]
    public static partial void PurgeFailed(ILogger logger, Exception failed);
}
