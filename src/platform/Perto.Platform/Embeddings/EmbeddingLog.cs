using Microsoft.Extensions.Logging;

namespace Perto.Platform;

/// <summary>What embeddings say in the log.</summary>
internal static partial class EmbeddingLog
{
    [LoggerMessage(LogLevel.Warning, "Vectors of texts could not be kept in the database; they are made again when they are needed")]
    public static partial void NotWritten(ILogger logger, Exception failed);

    [LoggerMessage(LogLevel.Warning, "The database does not take the vector of a text; it is made again when it is needed")]
    public static partial void Refused(ILogger logger, Exception refused);

    [LoggerMessage(LogLevel.Warning, "Vectors of texts in the database could not be read; the model makes them")]
    public static partial void NotRead(ILogger logger, Exception failed);

    [LoggerMessage(LogLevel.Warning, "The common queries could not be embedded with {Model}; they are when somebody asks one: {Reason}")]
    public static partial void NotWarmed(ILogger logger, ModelName model, string reason);
}
