using Microsoft.Extensions.Logging;

namespace Perto.Pinecone;

/// <summary>What the store tells the log. The key is never among it.</summary>
internal static partial class PineconeLog
{
    [LoggerMessage(1, LogLevel.Information, "Vectors are kept in Pinecone (index {Index})")]
    public static partial void Kept(ILogger logger, string index);

    [LoggerMessage(2, LogLevel.Information, "Creating the index {Index} in Pinecone: {Dimension} values, {Metric}, {Cloud} {Region}")]
    public static partial void Creating(ILogger logger, string index, int dimension, string metric, string cloud, string region);

    [LoggerMessage(3, LogLevel.Information, "The index {Index} is {State}; waiting for it since {Elapsed}")]
    public static partial void Waiting(ILogger logger, string index, string state, TimeSpan elapsed);

    [LoggerMessage(4, LogLevel.Information, "The index {Index} is ready after {Elapsed}")]
    public static partial void Ready(ILogger logger, string index, TimeSpan elapsed);
}
